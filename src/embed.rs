//! Recognises addresses of YouTube and builds the address of the player in its no-cookie form.
//!
//! Total: every text is read, and nothing of it reaches an address unchecked. Hosts are compared with a closed list,
//! after what a browser does to an address before it looks at the host: blanks around it, tabs and line ends in it,
//! backslashes, upper case, a user name, a port, a dot at the end. Not undone are percent signs, full-width letters and
//! dots, and soft hyphens in a host: where a browser has an element's resolved address, that one is to be asked about.
//! Short links that only the network can resolve (clips, channels) are pages here, not videos.

use alloc::string::String;

use crate::ascii::{among, cut, fill, has, holds, is_digits, only, parts, starts};
use crate::cookie::push_number;

/// Hosts that serve the player or its pages.
const HOSTS: &str = "www.youtube.com youtube.com www.youtube-nocookie.com youtube-nocookie.com m.youtube.com \
                     music.youtube.com gaming.youtube.com youtube.googleapis.com www.youtubeeducation.com";

/// Hosts with short links, whose path is the id.
const SHORT_HOSTS: &str = "youtu.be www.youtu.be";

/// A video, a list or a live channel of YouTube's, as an author's address names it.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Video {
    /// Eleven letters, digits, `-` or `_`; empty where there is none, or none that can be one.
    pub id: String,
    /// The list to play, or empty: letters, digits, `-`, `_` and `.`.
    pub list: String,
    /// Where to start, in whole seconds, or empty.
    pub start: String,
    /// The author's other parameters in their order, as safe query text without a leading `&`.
    pub params: String,
    /// Would this address, in an iframe or object, show the player? A page's address (`/watch`) would not. Known outside
    /// the artefact only.
    pub player: bool,
}

/// Reads an address: `None` for everything that is not YouTube's.
///
/// A `Video` without id and list is an address of YouTube's all the same, of a page or with a malformed id.
pub fn youtube(address: &str) -> Option<Video> {
    let mut video = Video::default();
    video.read_address(address).then_some(video)
}

impl Video {
    /// Is `text` in the form of a video's id?
    pub fn is_id(text: &str) -> bool {
        // Two paths below /embed/ have just as many letters.
        text.len() == 11 && only(text, is_plain) && text != "videoseries" && text != "live_stream"
    }

    /// Fills in what is still missing from an address; `false`, and nothing read, if it is not YouTube's.
    pub fn read_address(&mut self, address: &str) -> bool {
        let address = cleaned(address);
        let Some((host, rest)) = authority(&address, true) else {
            return false;
        };
        let short = among(host, SHORT_HOSTS);
        if !short && !among(host, HOSTS) {
            return false;
        }
        let (rest, fragment) = cut(rest, "#");
        // Flash addresses carry their parameters behind the id, without a question mark.
        let (path, query) = cut(rest, "?&");
        let (first, path) = cut(unslashed(path), "/");
        let (second, _) = cut(unslashed(path), "/");
        let second = second.trim_ascii();

        let named = self.read_query(query);
        let id = if short {
            first
        } else if second.is_empty() {
            if first.is_empty() || among(first, "embed watch watch_popup attribution_link") { named } else { "" }
        } else if among(first, "embed v e vi shorts live watch") {
            second
        } else {
            ""
        };
        self.set_id(id);
        // The artefact never asks.
        if cfg!(not(target_arch = "wasm32")) && !short {
            self.player |= if second.is_empty() {
                among(first, "embed") && !(self.id.is_empty() && self.list.is_empty())
            } else {
                among(first, "embed v e")
            };
        }
        self.read_parameters(fragment, true);
        true
    }

    /// Fills in what is still missing from the text of a query; gives back the id that it names, unchecked.
    pub fn read_query<'a>(&mut self, query: &'a str) -> &'a str {
        self.read_parameters(query, false)
    }

    /// [`Video::read_query`]; of a `fragment` only the start counts.
    fn read_parameters<'a>(&mut self, mut query: &'a str, fragment: bool) -> &'a str {
        let mut id = "";
        while !query.is_empty() {
            // A second question mark is a common slip for the `&`.
            let (mut piece, rest) = cut(query, "?&#");
            query = rest;
            while let Some(unescaped) = piece.strip_prefix("amp;") {
                piece = unescaped;
            }
            let (name, value) = cut(piece, "=");
            if has("start t time_continue", " ", name) {
                self.set_start(value);
            } else if fragment || name.is_empty() || name == "autoplay" || piece == "listType=playlist" {
                // Whether it plays at once is said by the press, and a list is one of videos unless it is another kind.
            } else if has("v vi u", " ", name) {
                if id.is_empty() && name != "u" {
                    id = value;
                } else if id.is_empty() {
                    // An attribution link wraps the path of the page.
                    const PATH: &str = "%2Fwatch%3Fv%3D";
                    let behind = if starts(value, PATH) { value.get(PATH.len()..) } else { None };
                    (id, _) = cut(behind.unwrap_or_default(), "%");
                }
            } else if name == "list" {
                self.set_list(value);
            } else {
                push_param(&mut self.params, piece);
            }
        }
        id
    }

    /// Takes what `text` begins with as the id if that can be one and there is none yet. What follows is no letter of it:
    /// a bracket or blank that slipped into the address.
    pub fn set_id(&mut self, text: &str) {
        let (id, behind) = text.split_at_checked(11).unwrap_or_default();
        if self.id.is_empty() && Video::is_id(id) && !behind.bytes().next().is_some_and(is_plain) {
            self.id.push_str(id);
        }
    }

    /// Takes `text` as the list if it can be one and there is none yet.
    pub fn set_list(&mut self, text: &str) {
        if self.list.is_empty() && only(text, |byte| is_plain(byte) || byte == b'.') {
            self.list.push_str(text);
        }
    }

    /// Takes `text` as the start (`90`, `90s`, `1m30`, `1h2m3s`) if it is one and there is none yet.
    pub fn set_start(&mut self, text: &str) {
        if self.start.is_empty()
            && let Some(seconds) = seconds(text)
        {
            push_number(&mut self.start, seconds);
        }
    }
}

/// The address of the player on the no-cookie host; `autoplay` where the visitor has pressed play.
///
/// Empty where the video names nothing that could be played.
pub fn player(video: &Video, autoplay: bool) -> String {
    let mut address = String::new();
    let path = if !video.id.is_empty() {
        &video.id
    } else if !video.list.is_empty() {
        // Lists of other kinds have an address without a name; those of videos have one for series.
        if has(&video.params, "&", "listType") { "" } else { "videoseries" }
    } else if has(&video.params, "&", "channel") {
        "live_stream"
    } else {
        return address;
    };
    let start = if autoplay { "1" } else { "0" };
    fill(&mut address, "https://www.youtube-nocookie.com/embed/%?autoplay=%", &[path, start]);
    add(&mut address, "&list=", &video.list);
    add(&mut address, "&start=", &video.start);
    add(&mut address, "&", &video.params);
    address
}

/// The plain link to the video or list on YouTube; empty where the video names neither, or a list of another kind than of videos.
pub fn watch(video: &Video) -> String {
    let mut address = String::new();
    add(&mut address, "https://www.youtube.com/watch?v=", &video.id);
    let list = if address.is_empty() { "https://www.youtube.com/playlist?list=" } else { "&list=" };
    // A list of another kind has no page of its own.
    if !has(&video.params, "&", "listType") {
        add(&mut address, list, &video.list);
    }
    if !address.is_empty() {
        add(&mut address, "&t=", &video.start);
    }
    address
}

/// Appends a part of an address, where there is one.
fn add(address: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        address.push_str(name);
        address.push_str(value);
    }
}

/// The host that an address names, as it is written; `None` for a relative one, and for other schemes than the web's.
pub fn host(address: &str) -> Option<String> {
    let address = cleaned(address);
    authority(&address, false).map(|(host, _)| String::from(host))
}

/// Host, path and query of an address, the host in lower case and without user and port. One of another scheme or a
/// relative one begins with a slash, that is, has no host.
pub fn place(address: &str) -> String {
    let address = cleaned(address);
    let (host, rest) = authority(&address, false).unwrap_or(("/", unslashed(&address)));
    let mut place = String::from(host);
    place.make_ascii_lowercase();
    place.push_str(rest);
    place
}

/// Is an address relative or one of the web's, so that opening it runs no script in the page?
pub fn is_web(address: &str) -> bool {
    let address = cleaned(address);
    authority(&address, false).is_some() || !holds(cut(&address, "/?#").0, ":")
}

/// The text that a browser reads in place of `address`.
fn cleaned(address: &str) -> String {
    let mut clean = String::new();
    // Not blanks alone are dropped in front, but every control character.
    let dropped = address.bytes().take_while(|byte| *byte <= b' ').count();
    for line in parts(address.get(dropped..).unwrap_or_default().trim_ascii(), "\t\r\n") {
        let mut slash = "";
        for part in parts(line, "\\") {
            clean.push_str(slash);
            clean.push_str(part);
            slash = "/";
        }
    }
    clean
}

/// Host and rest of a cleaned address that has a scheme of the web's or is relative to one; `bare`: or lacks it.
fn authority(address: &str, bare: bool) -> Option<(&str, &str)> {
    let (scheme, behind) = cut(address, ":");
    let rest = if among(scheme, "https http") {
        behind
    } else if bare && !address.starts_with('/') {
        address
    } else {
        address.strip_prefix("//")?
    };
    let rest = unslashed(rest);
    let (mut named, _) = cut(rest, "/?#");
    let rest = rest.get(named.len()..)?;
    while holds(named, "@") {
        (_, named) = cut(named, "@");
    }
    let (host, port) = cut(named, ":");
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty() && (port.is_empty() || is_digits(port))).then_some((host, rest))
}

/// `text` without the slashes that it begins with.
fn unslashed(mut text: &str) -> &str {
    while let Some(rest) = text.strip_prefix('/') {
        text = rest;
    }
    text
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Appends one parameter; all but plain letters and what an author may have encoded already is percent-encoded.
fn push_param(params: &mut String, piece: &str) {
    if !params.is_empty() {
        params.push('&');
    }
    for byte in piece.bytes() {
        if is_plain(byte) || matches!(byte, b'.' | b'~' | b',' | b'+' | b'=' | b'%') {
            params.push(char::from(byte));
        } else {
            params.push('%');
            push_digit(params, byte >> 4);
            push_digit(params, byte & 15);
        }
    }
}

/// Appends a hexadecimal digit.
fn push_digit(text: &mut String, digit: u8) {
    let first = if digit < 10 { b'0' } else { b'A'.saturating_sub(10) };
    text.push(char::from(first.saturating_add(digit)));
}

/// Reads a time in seconds, or in hours, minutes and seconds; a fraction is dropped. `None` for everything else.
fn seconds(text: &str) -> Option<u32> {
    // What is more than a `u32` holds stays so.
    const MORE: u64 = 1 << 32;
    // The sum, what stands before the next unit, and whether anything does.
    let (mut total, mut number, mut digits) = (0u64, 0u64, false);
    for byte in text.bytes() {
        let factor = match byte {
            b'0'..=b'9' => {
                number = number.wrapping_mul(10).wrapping_add((byte & 15).into()).min(MORE);
                digits = true;
                continue;
            }
            _ if !digits => return None,
            b'.' => break,
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        total = total.wrapping_add(number.wrapping_mul(factor)).min(MORE);
        (number, digits) = (0, false);
    }
    if text.is_empty() { None } else { u32::try_from(total.wrapping_add(number)).ok() }
}
