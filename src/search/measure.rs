//! Measures ranking, time and memory over a large corpus. Deliberately no test of the suite: it
//! runs only when asked for, see `search_is_measured`.

use std::{
    collections::{HashMap, HashSet},
    fs,
    time::Instant,
};

use super::{Ask, Found, Index, PageDoc, Passage, Reader, Stamp};

/// Run with `SEARCH_SECTIONS` (JSON lines with `id slug law title heading body`),
/// `SEARCH_QUERIES` (tab separated: query, class, expected ids separated by `|`) and
/// `SEARCH_PAGES=sections` (each section a page) or `laws` (each law a page); with `SEARCH_INDEX`
/// the index stays in that folder for the next run, which then shows the memory without filling:
/// `cargo test --profile ci --lib search::measure -- --ignored --nocapture`.
#[test]
#[ignore = "needs a corpus"]
fn search_is_measured() {
    let sections = fs::read_to_string(std::env::var("SEARCH_SECTIONS").unwrap()).unwrap();
    let queries = fs::read_to_string(std::env::var("SEARCH_QUERIES").unwrap()).unwrap();
    let laws = std::env::var("SEARCH_PAGES").is_ok_and(|pages| pages == "laws");
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var("SEARCH_INDEX").map(std::path::PathBuf::from);
    let folder = kept.unwrap_or_else(|_| temporary.path().to_owned());
    let opened = Index::open(&folder, &Stamp::new("measure", 1)).unwrap();
    let index = opened.index;
    println!("memory at the beginning {} KB", memory_kb());
    if opened.applied_seq.is_none() {
        fill(&index, &sections, laws);
    }
    println!("memory after filling {} KB, index {} MB", memory_kb(), megabytes(&folder));

    let queries = answerable(&queries, &sections);
    let texts: Vec<&str> = queries.iter().map(|query| query[0]).collect();
    drop(sections);
    for text in &texts {
        ask(&index, text);
    }
    println!("memory beside searches {} KB", memory_kb());
    let mut classes: HashMap<&str, (f64, f64, f64, f64)> = HashMap::new();
    let mut times = Vec::new();
    for query in &queries {
        let expected: Vec<&str> = query[2].split('|').collect();
        let before = Instant::now();
        let found = ask(&index, query[0]);
        times.push(before.elapsed().as_secs_f64() * 1e3);
        let (page, place) = ranks(&found, &expected, laws);
        if std::env::var("SEARCH_MISSES").is_ok() && page.is_none_or(|rank| rank > 3) {
            let first = found.hits.first().map(|hit| hit.title.clone());
            println!("{page:?} {} [{}] {} | {first:?}", query[0], query[1], query[3]);
        }
        for class in [query[1], "total"] {
            let sums = classes.entry(class).or_default();
            sums.0 += 1.0;
            sums.1 += page.map_or(0.0, |rank| 1.0 / rank as f64);
            sums.2 += f64::from(u8::from(page.is_some()));
            sums.3 += place.map_or(0.0, |rank| 1.0 / rank as f64);
        }
    }
    print_ranking(classes);
    print_times(times);
    let cpu = cpu_all_ms();
    for text in &texts {
        ask(&index, text);
    }
    println!("CPU ms per search {:.2}", (cpu_all_ms() - cpu) / texts.len() as f64);
    println!("memory at the end {} KB", memory_kb());
    changes(&index);
}

/// The queries of which an expected section is in the corpus.
fn answerable<'a>(queries: &'a str, sections: &str) -> Vec<Vec<&'a str>> {
    let queries: Vec<Vec<&str>> =
        queries.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let present: HashSet<String> = sections
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|section| section["id"].as_str().unwrap().to_owned())
        .collect();
    queries.into_iter().filter(|query| query[2].split('|').any(|id| present.contains(id))).collect()
}

fn print_ranking(classes: HashMap<&str, (f64, f64, f64, f64)>) {
    let mut names: Vec<_> = classes.into_iter().collect();
    names.sort_by_key(|(class, _)| *class);
    for (class, (count, page, recall, place)) in names {
        println!(
            "{class:14} n {count:3} MRR {:.3} recall {:.3} MRR with place {:.3}",
            page / count,
            recall / count,
            place / count
        );
    }
}

fn print_times(mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "ms per search: mean {:.2} p50 {:.2} p90 {:.2} p99 {:.2} max {:.2}",
        times.iter().sum::<f64>() / times.len() as f64,
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

fn fill(index: &Index, sections: &str, laws: bool) {
    let (began, cpu) = (Instant::now(), cpu_all_ms());
    let mut rebuild = index.rebuild().unwrap();
    let mut batch: Vec<PageDoc> = Vec::new();
    let mut peak = 0;
    for line in sections.lines() {
        let section: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| section[name].as_str().unwrap().to_owned();
        let id = if laws { text("slug") } else { text("id") };
        let passage = Passage {
            anchor: Some(text("id")),
            heading: if laws { text("title") } else { String::new() },
            text: text("body"),
        };
        match batch.last_mut() {
            Some(page) if page.page == id => {
                page.passages.push(passage);
                continue;
            }
            _ => {}
        }
        if batch.len() >= 200 {
            rebuild.feed(std::mem::take(&mut batch)).unwrap();
            peak = peak.max(memory_kb());
        }
        batch.push(PageDoc {
            page: id.clone(),
            url: format!("/wiki/{id}"),
            title: text(if laws { "lawtitle" } else { "title" }),
            names: if laws { vec![text("law")] } else { Vec::new() },
            kind: ["page", "standard"][id.len() % 2].to_owned(),
            space: ["gesetze", "mitte", "pankow"][id.len() % 3].to_owned(),
            status: "freigegeben".to_owned(),
            audience: vec!["public".to_owned(), "space:gesetze".to_owned()],
            passages: vec![passage],
            ..PageDoc::default()
        });
    }
    rebuild.feed(batch).unwrap();
    peak = peak.max(memory_kb());
    rebuild.finish(1).unwrap();
    println!(
        "{} pages in {:.1} s, {:.1} s CPU, peak {peak} KB",
        index.count(),
        began.elapsed().as_secs_f64(),
        (cpu_all_ms() - cpu) / 1e3
    );
}

/// The cost of single changes beside searches, and of the writer.
fn changes(index: &Index) {
    let mut times = Vec::new();
    for seq in 2..42 {
        let page = PageDoc {
            page: format!("neu-{}", seq % 7),
            title: "Qualitätszirkel neu".to_owned(),
            audience: vec!["public".to_owned()],
            passages: vec![Passage { text: "Ein Text. ".repeat(100), ..Passage::default() }],
            ..PageDoc::default()
        };
        let before = cpu_all_ms();
        index.apply(vec![page], &[], seq).unwrap();
        times.push(cpu_all_ms() - before);
    }
    println!("memory with writer {} KB", memory_kb());
    index.rest().unwrap();
    println!(
        "memory at rest {} KB; CPU ms per change {:.2}",
        memory_kb(),
        times.iter().sum::<f64>() / times.len() as f64
    );
}

fn ask(index: &Index, text: &str) -> Found {
    let ask = Ask {
        text: text.to_owned(),
        tokens: ["public", "space:mitte", "space:gesetze", "team:1"].map(str::to_owned).into(),
        reader: Reader::ByTokens,
        limit: 10,
        ..Ask::default()
    };
    index.search(&ask).unwrap()
}

/// The rank of the first expected page, and of the first page that also shows the place.
fn ranks(found: &Found, expected: &[&str], laws: bool) -> (Option<usize>, Option<usize>) {
    let page_of = |id: &&str| {
        if laws { id.split('#').next().unwrap().to_owned() } else { (*id).to_owned() }
    };
    let pages: Vec<String> = expected.iter().map(page_of).collect();
    let mut place = None;
    let mut page = None;
    for (rank, hit) in (1..).zip(&found.hits) {
        if pages.contains(&hit.page) {
            page = page.or(Some(rank));
        }
        let anchors =
            std::iter::once(&hit.anchor).chain(hit.more_places.iter().map(|it| &it.anchor));
        if anchors.flatten().any(|anchor| expected.contains(&anchor.as_str())) {
            place = place.or(Some(rank));
        }
    }
    (page, place)
}

fn memory_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// CPU time of the whole process, in ticks of 10 ms.
fn cpu_all_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * 10.0
}

fn megabytes(folder: &std::path::Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files.filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum::<u64>() / 1_000_000
}
