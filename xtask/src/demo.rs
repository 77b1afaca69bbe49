//! Serves the example sites of `www/`: the host name picks the folder, as two domains and a subdomain would.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::thread;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::{dist, gallery, project, size};

/// Names under `.localhost` lead to this machine in every browser, without any set-up.
const SITES: [&str; 5] =
    ["muster.localhost", "shop.muster.localhost", "beispiel.localhost", "configurator.localhost", GALLERY];

/// The site that shows what `cargo xtask gallery` has made.
const GALLERY: &str = "gallery.localhost";

/// Requests answered at the same time.
const WORKERS: usize = 4;

/// Builds, then serves until it is stopped.
pub fn run(port: u16) -> Result<()> {
    dist::build()?;
    // 127.0.0.1 and ::1 both: browsers differ in which they try for a `.localhost` name.
    let servers: Vec<Server> = [format!("127.0.0.1:{port}"), format!("[::1]:{port}")]
        .iter()
        .filter_map(|address| Server::http(address).ok())
        .collect();
    if servers.is_empty() {
        return Err(anyhow!("port {port} is taken; choose another by --port"));
    }
    println!("The demo is served until Ctrl+C:");
    for site in SITES {
        println!("  http://{site}:{port}/");
    }
    thread::scope(|scope| {
        for server in &servers {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    for request in server.incoming_requests() {
                        // A visitor who went away meanwhile is no error of ours.
                        let _ = answer(request, port);
                    }
                });
            }
        }
    });
    Ok(())
}

fn answer(request: Request, port: u16) -> Result<()> {
    let value = |name: &'static str| {
        let header = request.headers().iter().find(|header| header.field.equiv(name));
        header.map_or("", |header| header.value.as_str()).to_owned()
    };
    let host = value("Host");
    let host = host.split(':').next().unwrap_or_default();
    let packed = value("Accept-Encoding").split(',').any(|coding| coding.trim().starts_with("br"));
    let Some(site) = SITES.iter().find(|site| **site == host) else {
        let home = format!("http://{}:{port}/", SITES[0]);
        request.respond(Response::empty(302).with_header(header("Location", &home)?))?;
        return Ok(());
    };
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let found = find(site, path).and_then(|file| Some((fs::read(&file).ok()?, content_type(&file))));
    let status = if found.is_some() { 200 } else { 404 };
    let (mut body, kind) = found.unwrap_or_else(|| (b"Not found".to_vec(), "text/plain; charset=utf-8"));
    let mut headers =
        vec![header("Content-Type", kind)?, header("Cache-Control", "no-cache")?, header("Vary", "Accept-Encoding")?];
    if packed {
        body = size::brotli(&body, 5)?;
        headers.push(header("Content-Encoding", "br")?);
    }
    let mut response = Response::from_data(body).with_status_code(status);
    for header in headers {
        response.add_header(header);
    }
    request.respond(response)?;
    Ok(())
}

/// The file behind an address: the gate's own from `dist/`, shared ones from `www/assets/`, the gallery's pictures from
/// where they are made, the site's own from its folder, where `/name` is `name.html` or `name/index.html`.
fn find(site: &str, path: &str) -> Option<PathBuf> {
    let name = path.trim_start_matches('/');
    let relative = Path::new(name);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let www = project::root().join("www");
    if let (GALLERY, Some(picture)) = (site, name.strip_prefix("pictures/")) {
        return Some(gallery::folder().join(picture)).filter(|path| path.is_file());
    }
    let folder = match name.split_once('/') {
        None if name.starts_with("optgate.")
            || ["optgate-migrate.js", "optgate-embeds.js", "optgate-players.js"].contains(&name) =>
        {
            project::dist().join("script-tag")
        }
        Some(("assets", _)) => www,
        _ => www.join(site),
    };
    let exact = folder.join(relative);
    let choices = [exact.clone(), folder.join(format!("{name}.html")), exact.join("index.html")];
    choices.into_iter().find(|path| path.is_file())
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn header(name: &str, value: &str) -> Result<Header> {
    Header::from_bytes(name, value).map_err(|()| anyhow!("header {name}"))
}

#[cfg(test)]
mod tests {
    use super::{GALLERY, find};

    #[test]
    fn no_address_leads_out_of_the_folder() {
        assert_eq!(find("muster.localhost", "/../../Cargo.toml"), None);
        assert_eq!(find("muster.localhost", "//etc/passwd"), None);
    }

    #[test]
    fn a_page_is_found_without_its_ending() {
        let page = find("muster.localhost", "/datenschutz").expect("the privacy page");
        assert!(page.ends_with("www/muster.localhost/datenschutz.html"));
        let start = find("muster.localhost", "/").expect("the start page");
        assert!(start.ends_with("www/muster.localhost/index.html"));
    }

    #[test]
    fn the_gallery_is_a_site_and_its_pictures_lead_out_of_nothing() {
        assert!(find(GALLERY, "/").expect("the gallery").ends_with("www/gallery.localhost/index.html"));
        assert_eq!(find(GALLERY, "/pictures/../../Cargo.toml"), None);
    }
}
