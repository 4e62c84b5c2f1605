//! Files of pages by program.

use serde_json::json;

use super::client::{Program, Reply, path};
use crate::app::TestApp;

fn send(program: &Program, page: &str, name: &str, content: &str) -> Reply {
    let body = format!(
        "--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n{content}\r\n--grenze--\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=grenze")];
    program.send("POST", &format!("{page}/attachments"), &headers, Some(body))
}

#[test]
fn a_file_is_added_and_told() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let rita = Program::of(&app, "rita", &["reader@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", ""));

    let added = send(&anna, &page, "Notiz.txt", "Hallo").expect(201).json.clone();
    assert_eq!((&added["name"], &added["size"]), (&json!("Notiz.txt"), &json!(5)));
    assert_eq!(added["sha256"].as_str().unwrap().len(), 64);
    let url = added["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("/files/{}/", added["id"].as_str().unwrap())));
    app.person("ben", &["reader@mitte"]).get(url).expect_status(200).expect_text("Hallo");
    let list = rita.get(&format!("{page}/attachments")).expect(200).json.clone();
    assert_eq!(list["items"], json!([added]));

    send(&rita, &page, "Meins.txt", "Hallo").expect_problem(403);
    let json = Some("{}".to_owned());
    anna.send("POST", &format!("{page}/attachments"), &[], json).expect_problem(415);
    let broken = [("content-type", "multipart/form-data; boundary=grenze")];
    let cut = Some("--grenze\r\nContent-Disposition: form-data; name=\"file\"; fi".to_owned());
    anna.send("POST", &format!("{page}/attachments"), &broken, cut).expect_problem(400);
    let empty = Some("--grenze--\r\n".to_owned());
    anna.send("POST", &format!("{page}/attachments"), &broken, empty).expect_errors(&["file"]);
    Program::of(&app, "kai", &[]).get("/pages/nichts/attachments").expect_problem(404);
}
