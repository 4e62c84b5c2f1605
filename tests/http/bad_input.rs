//! Bytes no browser would send: each is answered with a refusal or hung up on, in time, telling
//! nothing of the inside, and the wiki goes on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::app::TestApp;

/// Nothing here may take longer: the wiki gives up on a silent client after five seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// What comes back for these bytes when nothing follows them.
fn answer_to(app: &TestApp, bytes: &[u8]) -> String {
    let address = app.address().trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.set_write_timeout(Some(PATIENCE)).unwrap();
    // The wiki may hang up while it is still being written to.
    let _ = socket.write_all(bytes);
    let _ = socket.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    if let Err(error) = socket.read_to_end(&mut answer) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "no answer in time");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[track_caller]
fn is_refused(app: &TestApp, name: &str, bytes: &[u8]) {
    let answer = answer_to(app, bytes);
    let is_refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
    assert!(is_refused, "{name}: {answer}");
    for inside in ["panicked", "src/", ".rs:", "SELECT", "sqlx", "serde"] {
        assert!(!answer.contains(inside), "{name} tells {inside}: {answer}");
    }
    app.stranger().get("/healthz").expect_status(200);
}

#[test]
fn what_is_no_request_is_refused() {
    let app = TestApp::start();
    let long_path = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(200_000));
    let long_header = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "a".repeat(200_000));
    let many_headers = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(10_000));
    let cases: [(&str, &[u8]); 10] = [
        ("noise", b"\x00\x01\x02\xff\xfe nonsense\r\n\r\n"),
        ("a greeting of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        ("a method that is none", b"G<T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a version that is none", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
        ("a header without a colon", b"GET / HTTP/1.1\r\nHost a\r\n\r\n"),
        ("a header with a NUL", b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n"),
        ("half a head", b"GET /sign-in HTTP/1.1\r\nHo"),
        ("a long address", long_path.as_bytes()),
        ("a long header", long_header.as_bytes()),
        ("many headers", many_headers.as_bytes()),
    ];
    for (name, bytes) in cases {
        is_refused(&app, name, bytes);
    }
}

#[test]
fn a_body_that_is_not_what_its_head_says_is_refused() {
    let app = TestApp::start();
    let head =
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let cases = [
        ("a body cut short", "Content-Length: 100\r\n\r\nname=a"),
        ("two lengths", "Content-Length: 1\r\nContent-Length: 5\r\n\r\nname="),
        ("a length that is none", "Content-Length: viel\r\n\r\nname="),
        ("a negative length", "Content-Length: -1\r\n\r\nname="),
        ("a length too large to count", "Content-Length: 99999999999999999999999\r\n\r\nname="),
        ("a length beyond the limit", "Content-Length: 999999999999\r\n\r\nname="),
        (
            "a length and pieces",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        ),
        ("a piece that is none", "Transfer-Encoding: chunked\r\n\r\nZZ\r\nname=\r\n0\r\n\r\n"),
        ("a piece too large to count", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
        ("pieces cut short", "Transfer-Encoding: chunked\r\n\r\n5\r\nna"),
        ("an encoding nobody knows", "Transfer-Encoding: unfug\r\n\r\nname="),
    ];
    for (name, rest) in cases {
        is_refused(&app, name, format!("{head}{rest}").as_bytes());
    }
}

#[test]
fn an_address_that_cannot_be_read_is_no_address() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let addresses = [
        "/wiki/mitte/%ff%fe",
        "/wiki/mitte/%00",
        "/wiki/mitte/%c0%ae%c0%ae/",
        "/wiki/%2e%2e/%2e%2e",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/files/%00/x",
        "/api/v1/pages/%ff",
        "/api/v1/pages/%00",
        "/api/v1/records/%f0%28%8c%28",
        "/api/v1/registers/..%2f..%2fdistricts",
        "/wiki/mitte/leitfaden/records/%00/new",
    ];
    for address in addresses {
        let answer = anna.get(address);
        assert_eq!(answer.status, 404, "{address}: {}", answer.body);
    }
    for address in ["/search?q=%ff%00", "/list/page?space=%00", "/api/v1/search?q=%ff"] {
        let answer = anna.get(address);
        assert!(answer.status < 500, "{address}: {}", answer.body);
    }
}
