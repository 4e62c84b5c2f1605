//! Lists as files for spreadsheets: CSV as German offices read it, and XLSX with typed cells. Holds
//! what the reader of the list may see and nothing else; knows no kind by name.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use csv::{Terminator, WriterBuilder};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};
use tokio::sync::Semaphore;

use super::lists::cut_short;
use super::visitor::IsHttps;
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::markdown::ListPart;
use crate::reading::lists::{Listing, Value, number_in_words};
use crate::store::query::{self, Window};
use crate::texts::{self, Lang};

/// The most rows of a file.
const ROWS_MAX: u64 = 10_000;
/// How many rows are asked for at once.
const ROWS_AT_ONCE: u64 = 500;
/// Excel takes no longer texts in one cell.
const CELL_CHARS_MAX: usize = 32_767;
/// Excel takes no longer links.
const LINK_CHARS_MAX: usize = 2_000;
/// Longer names of sheets are refused.
const SHEET_CHARS_MAX: usize = 31;
/// Between several values of one cell.
const BETWEEN: &str = "; ";

/// A sort of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with semicolons.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Its name in addresses, and the ending of its files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of this name.
    pub fn parse(id: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx].into_iter().find(|it| it.id() == id)
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Large files take memory, so they are made one after the other.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A table on its way into a file.
struct Table {
    title: String,
    heads: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// That there is more than the file holds.
    note: Option<String>,
    lang: Lang,
}

/// The whole list as a file.
pub async fn answer(
    request: &HttpRequest,
    db: &Db,
    listing: &Listing<'_>,
    format: Format,
    today: &str,
) -> Result<HttpResponse> {
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(AppError::failure)?;
    let table = table(request, db, listing).await?;
    let name = format!("{}-{today}.{}", german::slug(&table.title), format.id());
    let write = move || match format {
        Format::Csv => as_csv(&table),
        Format::Xlsx => as_xlsx(&table),
    };
    let file = web::block(write).await.map_err(AppError::failure)??;
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(file))
}

async fn table(request: &HttpRequest, db: &Db, listing: &Listing<'_>) -> Result<Table> {
    let columns = match listing.query.columns.is_empty() {
        true => listing.all_columns(),
        false => listing.asked_columns(),
    };
    let mut heads = vec![listing.title_column().label];
    heads.extend(columns.iter().map(|it| it.label.clone()));
    let site = address_of_site(request);
    let mut rows: Vec<Vec<Value>> = Vec::new();
    loop {
        let offset = rows.len() as u64;
        let limit = ROWS_AT_ONCE.min(ROWS_MAX.saturating_sub(offset));
        let window = Window { limit, offset };
        let some = query::rows(db.reader(), &listing.scope, listing.query, window).await?;
        let found = some.len() as u64;
        rows.extend(some.iter().map(|row| {
            let title = Value::Link(listing.title(row));
            let cells = columns.iter().map(|it| listing.value(&it.path, row));
            std::iter::once(title).chain(cells).map(|it| absolute(it, &site)).collect()
        }));
        if found < limit || rows.len() as u64 >= ROWS_MAX {
            break;
        }
    }
    let shown = rows.len() as u64;
    let mut note = None;
    if shown == ROWS_MAX {
        let total = query::count(db.reader(), &listing.scope, listing.query).await?;
        note = (total > shown).then(|| cut_short(listing.lang, shown, total));
    }
    Ok(Table { title: listing.label(), heads, rows, note, lang: listing.lang })
}

/// Where people reach this wiki; links in files must name it.
fn address_of_site(request: &HttpRequest) -> String {
    let is_https = request.app_data::<web::Data<IsHttps>>().is_some_and(|it| it.0);
    let scheme = if is_https { "https" } else { "http" };
    format!("{scheme}://{}", request.connection_info().host())
}

fn absolute(value: Value, site: &str) -> Value {
    match value {
        Value::Link(ListPart { text, href: Some(href) }) if href.starts_with('/') => {
            Value::Link(ListPart { text, href: Some(format!("{site}{href}")) })
        }
        other => other,
    }
}

/// Semicolons, UTF-8 with byte-order mark and CRLF: what spreadsheets of German offices expect.
fn as_csv(table: &Table) -> Result<Vec<u8>> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut bytes);
    let heads = table.heads.iter().map(|it| harmless(it.clone()));
    writer.write_record(heads).map_err(AppError::failure)?;
    for row in &table.rows {
        let cells = row.iter().map(|it| csv_cell(it, table.lang));
        writer.write_record(cells).map_err(AppError::failure)?;
    }
    if let Some(note) = &table.note {
        writer.write_record([note]).map_err(AppError::failure)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn csv_cell(value: &Value, lang: Lang) -> String {
    match value {
        // A number is no formula, whatever its sign.
        Value::Number(number) => number_in_words(*number, lang),
        Value::Day(day) => day_in_figures(*day, lang),
        Value::Moment(at) => moment_in_figures(*at, lang),
        other => harmless(text_of(other, lang)),
    }
}

/// A cell that begins like a formula would be reckoned with; an apostrophe makes it text.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn text_of(value: &Value, lang: Lang) -> String {
    let words = value.clone().words(lang).into_iter().map(|it| it.text);
    words.collect::<Vec<_>>().join(BETWEEN)
}

fn day_in_figures(day: Date, lang: Lang) -> String {
    if lang == Lang::De { texts::date_short(lang, day) } else { day.to_string() }
}

fn moment_in_figures(at: clock::Millis, lang: Lang) -> String {
    let moment = clock::berlin(at);
    let day = day_in_figures(moment.date(), lang);
    format!("{day} {:02}:{:02}", moment.hour(), moment.minute())
}

fn as_xlsx(table: &Table) -> Result<Vec<u8>> {
    write_xlsx(table).map_err(AppError::failure)
}

fn write_xlsx(table: &Table) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    let head = CellFormat::new().set_bold();
    for (column, label) in (0_u16..).zip(&table.heads) {
        sheet.write_string_with_format(0, column, label, &head)?;
        sheet.set_column_width(column, width(table, column, label))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let formats = Formats::new(table.lang);
    for (number, row) in (1_u32..).zip(&table.rows) {
        for (column, value) in (0_u16..).zip(row) {
            write_cell(sheet, number, column, value, &formats)?;
        }
    }
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(table.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if last_row > 0 {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    if let Some(note) = &table.note {
        sheet.write_string(last_row.saturating_add(2), 0, note)?;
    }
    book.save_to_buffer()
}

struct Formats {
    day: CellFormat,
    moment: CellFormat,
    lang: Lang,
}

impl Formats {
    fn new(lang: Lang) -> Self {
        let (day, moment) = match lang {
            Lang::De => ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"),
            Lang::En => ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"),
        };
        let format = |it: &str| CellFormat::new().set_num_format(it);
        Self { day: format(day), moment: format(moment), lang }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    match value {
        Value::Nothing => {}
        Value::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Day(day) => match excel_day(*day) {
            Some(at) => {
                sheet.write_datetime_with_format(row, column, at, &formats.day)?;
            }
            None => {
                sheet.write_string(row, column, day.to_string())?;
            }
        },
        Value::Moment(at) => match excel_moment(*at) {
            Some(moment) => {
                sheet.write_datetime_with_format(row, column, moment, &formats.moment)?;
            }
            None => {
                sheet.write_string(row, column, moment_in_figures(*at, formats.lang))?;
            }
        },
        Value::Link(ListPart { text, href: Some(href) })
            if href.chars().count() <= LINK_CHARS_MAX && is_link(href) =>
        {
            sheet.write_url_with_text(row, column, href.as_str(), cut(text))?;
        }
        other => {
            sheet.write_string(row, column, cut(&text_of(other, formats.lang)))?;
        }
    }
    Ok(())
}

fn is_link(href: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|it| href.starts_with(it))
}

/// Excel knows no days before 1900.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn excel_moment(at: clock::Millis) -> Option<ExcelDateTime> {
    let moment = clock::berlin(at);
    let (hour, minute) = (u16::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?);
    excel_day(moment.date())?.and_hms(hour, minute, 0_u8).ok()
}

fn cut(text: &str) -> String {
    text.chars().take(CELL_CHARS_MAX).collect()
}

/// As wide as most of what stands in the column, within what fits a screen.
fn width(table: &Table, column: u16, label: &str) -> f64 {
    const LOOKED_AT: usize = 100;
    const WIDEST: usize = 60;
    let cells = table.rows.iter().take(LOOKED_AT).filter_map(|it| it.get(usize::from(column)));
    let widths = cells.map(|it| match it {
        Value::Day(_) => 10,
        Value::Moment(_) => 16,
        other => text_of(other, table.lang).chars().count(),
    });
    let widest = widths.max().unwrap_or(0).max(label.chars().count());
    u32::try_from(widest.min(WIDEST)).map_or(10.0, f64::from) + 2.0
}

/// The title without what a name of a sheet may not hold.
fn sheet_name(title: &str) -> String {
    let is_allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = title.chars().filter(is_allowed).take(SHEET_CHARS_MAX).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
