//! A site adds a kind of its own as one file in the data folder, without compiling.

use std::fs;
use std::path::Path;

use qm_wiki::app::Wiki;
use qm_wiki::exchange::check_kinds;

use crate::app::TestApp;

const RECIPE: &str = r#"
id = "rezept"
label = { de = "Rezept", en = "Recipe" }
plural = { de = "Rezepte", en = "Recipes" }
hint = { de = "Was in der Teeküche gelingt.", en = "What works in the office kitchen." }
life_cycle = "page"
publish = "at_once"
records = ["comment"]

[[section]]
id = "kern"
label = { de = "Kern", en = "Core" }

[[field]]
id = "portionen"
section = "kern"
type = "number"
label = { de = "Portionen", en = "Servings" }
first = true
column = true
facet = true

[[field]]
id = "zutaten"
section = "kern"
type = "table"
label = { de = "Zutaten", en = "Ingredients" }
weight = 1.0
  [[field.column]]
  id = "was"
  type = "text"
  label = { de = "Was", en = "What" }
"#;

fn write_kind(data: &Path, text: &str) {
    fs::create_dir_all(data.join("kinds")).unwrap();
    fs::write(data.join("kinds/rezept.toml"), text).unwrap();
}

#[test]
fn a_kind_of_the_site_is_written_listed_filtered_and_found() {
    let app = TestApp::start_prepared(|data| write_kind(data, RECIPE));
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.get("/new").expect_text("Was in der Teeküche gelingt.");

    let form = [
        ("space", "mitte"),
        ("kind", "rezept"),
        ("title", "Linsensuppe"),
        ("f.portionen", "12"),
        ("f.zutaten.0.was", "Bockshornklee"),
        ("act", "publish"),
    ];
    let page = anna.post("/new", &form).address();

    anna.get(&page).expect_text("Bockshornklee").expect_text("Portionen");
    anna.get("/list/rezept").expect_text("Linsensuppe").expect_text(">12<");
    anna.get("/list/rezept?portionen=12").expect_text("Linsensuppe");
    anna.get("/list/rezept?portionen=4").expect_no_text("Linsensuppe");
    anna.search_until("Bockshornklee", &page);
    anna.post(&format!("{page}/records/comment/new"), &[("f.text", "Schmeckt"), ("act", "save")])
        .expect_redirect(&page);
    anna.get(&page).expect_text("Schmeckt");
}

#[test]
fn a_wrong_file_is_told_with_its_line_and_the_last_good_copy_counts() {
    let app = TestApp::start_prepared(|data| write_kind(data, RECIPE));
    let data = app.wiki.config.data.clone();
    let wrong = RECIPE.replace("type = \"number\"", "type = \"zahl\"");
    write_kind(&data, &wrong);

    let (_, told) = check_kinds(&data).unwrap();
    let problem = told.problems.first().unwrap();
    let line = wrong.lines().position(|it| it.contains("\"zahl\"")).unwrap() + 1;
    assert_eq!((problem.file.as_str(), problem.line), ("kinds/rezept.toml", line));

    let config = app.wiki.config.clone();
    let again = app.runtime.block_on(Wiki::open(config, app.clock.clone())).unwrap();
    let kinds = again.kinds.now();
    let kind = kinds.get("rezept").unwrap();
    assert_eq!(kind.field("portionen").unwrap().r#type.name(), "number");
}

#[test]
fn a_new_file_counts_without_a_restart_and_pages_follow() {
    let app = TestApp::start();
    let data = app.wiki.config.data.clone();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.get("/list/rezept").expect_status(404);

    write_kind(&data, RECIPE);
    anna.search_until_at("/new", "Was in der Teeküche gelingt.");
    let form = [
        ("space", "mitte"),
        ("kind", "rezept"),
        ("title", "Linsensuppe"),
        ("f.portionen", "12"),
        ("act", "publish"),
    ];
    let page = anna.post("/new", &form).address();
    anna.get(&page).expect_text("Portionen");
    anna.get("/list/rezept?portionen=12").expect_text("Linsensuppe");

    // Another id for the field: what is derived follows, the page keeps its value.
    let renamed = RECIPE
        .replace("id = \"portionen\"", "id = \"teller\"\nwas = [\"portionen\"]")
        .replace("Portionen", "Teller");
    write_kind(&data, &renamed);
    anna.search_until_at(&page, "Teller");
}

#[test]
fn a_slip_of_the_pen_while_serving_is_told_to_administrators_and_harms_nobody() {
    let app = TestApp::start_prepared(|data| write_kind(data, RECIPE));
    let data = app.wiki.config.data.clone();
    let (mut anna, mut admin) = (app.person("anna", &["editor@mitte"]), app.administrator());
    write_kind(&data, &RECIPE.replace("type = \"number\"", "type = \"zahl\""));

    admin.search_until_at("/", "letzte fehlerfreie Fassung");
    admin.get("/administration").expect_text("kinds/rezept.toml").expect_text("Zeile");
    anna.get("/").expect_no_text("letzte fehlerfreie Fassung");
    anna.get("/administration").expect_status(404);
    anna.get("/list/rezept").expect_status(200);

    // Another file that is right counts all the same.
    let second = RECIPE.replace("rezept", "ausflug").replace("Rezept", "Ausflug");
    fs::write(data.join("kinds/ausflug.toml"), second).unwrap();
    anna.search_until_at("/new", "Ausflug");
    write_kind(&data, RECIPE);
    admin.gone_at("/", "letzte fehlerfreie Fassung");
}

#[test]
fn a_choice_that_is_taken_out_of_a_file_stays_readable_after_a_restart() {
    let choices = "[[garstufe]]\nid = 'roh'\nlabel = 'Roh'\n\
                   [[garstufe]]\nid = 'gar'\nlabel = 'Gut durch'\n";
    let field = "\n[[field]]\nid = \"garstufe\"\nsection = \"kern\"\ntype = \"choice\"\n\
                 choices = \"garstufe\"\nlabel = \"Garstufe\"\nfacet = true\n";
    let app = TestApp::start_prepared(|data| {
        write_kind(data, &format!("{RECIPE}{field}"));
        fs::write(data.join("kinds/choices.toml"), choices).unwrap();
    });
    let data = app.wiki.config.data.clone();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "rezept"),
        ("title", "Linsensuppe"),
        ("f.garstufe", "gar"),
        ("act", "publish"),
    ];
    let page = anna.post("/new", &form).address();
    anna.get(&page).expect_text("Gut durch");
    // The lists the program brings are still there.
    assert!(app.wiki.kinds.now().list("practice_type").is_some());

    let fewer = "[[garstufe]]\nid = 'roh'\nlabel = 'Ungekocht'\n";
    fs::write(data.join("kinds/choices.toml"), fewer).unwrap();
    anna.search_until_at("/new?kind=rezept", "Ungekocht");
    anna.get("/new?kind=rezept").expect_no_text("Gut durch");
    anna.get(&page).expect_text("Gut durch");
    // It stays chosen in the form of the page that has it.
    anna.get(&format!("{page}/edit")).expect_text("Gut durch");

    let config = app.wiki.config.clone();
    let again = app.runtime.block_on(Wiki::open(config, app.clock.clone())).unwrap();
    let kinds = again.kinds.now();
    let known = kinds.list("garstufe").unwrap().get("gar").unwrap();
    assert_eq!((known.label.de.as_str(), known.retired), ("Gut durch", true));
}

const ANALYSIS: &str = "---\nkind: project\nlabel: { de: Prozessanalyse, en: Process analysis }\n\
    hint: { de: Vier Schritte vom Ist zum Soll., en: Four steps. }\norder: 900\n\
    fields:\n  project_type: prozessanalyse\n---\n\n## Erster Schritt: hinsehen\n";

fn write_template(data: &Path, name: &str, text: &str) {
    fs::create_dir_all(data.join("templates")).unwrap();
    fs::write(data.join("templates").join(name), text).unwrap();
}

#[test]
fn a_new_page_begins_empty_or_with_a_template_of_its_kind() {
    let app = TestApp::start_prepared(|data| write_template(data, "haus-analyse.md", ANALYSIS));
    let mut anna = app.person("anna", &["editor@mitte"]);
    let empty = anna.get("/new?kind=project&title=Wartezeiten");
    empty.expect_text("Leere Seite").expect_text("Vier Schritte vom Ist zum Soll.");
    empty.expect_no_text("Erster Schritt").expect_text("value=\"Wartezeiten\"");
    empty.expect_text("template=haus-analyse");
    let filled = anna.get("/new?kind=project&template=haus-analyse&title=Wartezeiten");
    filled.expect_text("## Erster Schritt: hinsehen").expect_text("value=\"Wartezeiten\"");
    let chosen = "value=\"prozessanalyse\" selected";
    filled.expect_text(chosen);
    // A template is for one kind, and nobody needs one.
    anna.get("/new?kind=term&template=haus-analyse").expect_no_text("Erster Schritt");
    anna.get("/new?kind=term").expect_no_text("Vier Schritte");
    anna.get("/new?kind=project&template=ghost").expect_status(200);

    // A new one needs no restart, a wrong one is told and left out.
    let data = app.wiki.config.data.clone();
    write_template(&data, "zweite.md", "---\nkind: project\nlabel: Zweite Vorlage\n---\nText\n");
    anna.search_until_at("/new?kind=project", "Zweite Vorlage");
    let wrong = ANALYSIS.replace("project_type: proz", "projekt_art: proz");
    write_template(&data, "haus-analyse.md", &wrong);
    let mut admin = app.administrator();
    admin.search_until_at("/administration", "templates/haus-analyse.md");
    let (_, told) = check_kinds(&data).unwrap();
    assert_eq!(told.template_problems.len(), 1);
    anna.get("/new?kind=project").expect_no_text("Vier Schritte vom Ist zum Soll.");
}
