//! Recognises addresses of YouTube and builds the address of the player in its no-cookie form.
//!
//! Total: every text is read, and nothing of it reaches an address unchecked. Hosts are compared with a closed list,
//! after what a browser does to an address before it looks at the host: blanks around it, tabs and line ends in it,
//! backslashes, upper case, a user name, a port, a dot at the end. Not undone are percent signs and full-width
//! letters in a host: where a browser has an element's resolved address, that one is to be asked about.
//! Short links that only the network can resolve (clips, channels) are pages here, not videos.

use alloc::string::String;

use crate::cookie::push_number;

/// A video, a list or a live channel of YouTube's, as an author's address names it.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Video {
    /// Eleven letters, digits, `-` or `_`; empty where there is none, or none that can be one.
    pub id: String,
    /// The list to play, or empty: letters, digits, `-`, `_` and `.`.
    pub list: String,
    /// Where to start, in seconds.
    pub start: Option<u32>,
    /// The author's other parameters in their order, as safe query text without a leading `&`.
    pub params: String,
    /// Would this address, in an iframe or object, show the player? A page's address (`/watch`) would not.
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
        text.len() == 11 && text.bytes().all(is_plain) && text != "videoseries" && text != "live_stream"
    }

    /// Fills in what is still missing from an address; `false`, and nothing read, if it is not YouTube's.
    pub fn read_address(&mut self, address: &str) -> bool {
        let address = cleaned(address);
        let Some((host, rest)) = split(&address) else {
            return false;
        };
        let short = is(host, "youtu.be") || is(host, "www.youtu.be");
        if !short && !HOSTS.iter().any(|known| is(host, known)) {
            return false;
        }
        let (rest, fragment) = cut(rest, "#");
        // Flash addresses carry their parameters behind the id, without a question mark.
        let (path, query) = cut(rest, "?&");
        let (first, path) = cut(skip(path, '/'), "/");
        let (second, _) = cut(skip(path, '/'), "/");
        let second = second.trim_ascii();
        let among = |paths: &[&str]| paths.iter().any(|path| is(first, path));

        let named = self.read_query(query);
        let id = if short {
            first
        } else if !second.is_empty() {
            if among(&["embed", "v", "e", "vi", "shorts", "live", "watch"]) { second } else { "" }
        } else if first.is_empty() || among(&["watch", "watch_popup", "attribution_link"]) {
            named
        } else {
            ""
        };
        self.set_id(id);
        let shows = !second.is_empty() || (is(first, "embed") && !self.list.is_empty());
        self.player |= !short && shows && among(&["embed", "v", "e"]);
        if self.start.is_none() {
            let mut scratch = Video::default();
            scratch.read_query(fragment);
            self.start = scratch.start;
        }
        true
    }

    /// Fills in what is still missing from the text of a query; gives back the id that it names, unchecked.
    pub fn read_query<'a>(&mut self, query: &'a str) -> &'a str {
        let mut id = "";
        let mut rest = query;
        while !rest.is_empty() {
            // A second question mark is a common slip for the `&`.
            let (mut piece, next) = cut(rest, "?&#");
            rest = next.get(1..).unwrap_or_default();
            while let Some(unescaped) = piece.strip_prefix("amp;") {
                piece = unescaped;
            }
            let (name, value) = cut(piece, "=");
            let value = value.get(1..).unwrap_or_default();
            match name {
                "" | "autoplay" => {}
                "v" | "vi" if id.is_empty() => id = value,
                // An attribution link wraps the path of the page.
                "u" if id.is_empty() => {
                    let page = value.strip_prefix("%2Fwatch%3Fv%3D").unwrap_or_default();
                    (id, _) = cut(page, "%");
                }
                "v" | "vi" | "u" => {}
                "list" => self.set_list(value),
                "start" | "t" | "time_continue" => self.set_start(value),
                _ => push_param(&mut self.params, piece),
            }
        }
        id
    }

    /// Takes `text` as the id if it can be one and there is none yet.
    pub fn set_id(&mut self, text: &str) {
        if self.id.is_empty() && Video::is_id(text) {
            self.id.push_str(text);
        }
    }

    /// Takes `text` as the list if it can be one and there is none yet.
    pub fn set_list(&mut self, text: &str) {
        if self.list.is_empty() && !text.is_empty() && text.bytes().all(|byte| is_plain(byte) || byte == b'.') {
            self.list.push_str(text);
        }
    }

    /// Takes `text` as the start (`90`, `90s`, `1m30`, `1h2m3s`) if it is one and there is none yet.
    pub fn set_start(&mut self, text: &str) {
        self.start = self.start.or_else(|| seconds(text));
    }
}

/// The address of the player on the no-cookie host; `autoplay` where the visitor has pressed play.
///
/// Empty where the video names nothing that could be played.
pub fn player(video: &Video, autoplay: bool) -> String {
    let path = if !video.id.is_empty() {
        video.id.as_str()
    } else if !video.list.is_empty() {
        // Lists by their kind have an address without a name; all others have one for series.
        if has(&video.params, "listType") { "" } else { "videoseries" }
    } else if has(&video.params, "channel") {
        "live_stream"
    } else {
        return String::new();
    };
    let mut address = String::from("https://www.youtube-nocookie.com/embed/");
    address.push_str(path);
    address.push_str(if autoplay { "?autoplay=1" } else { "?autoplay=0" });
    if !video.list.is_empty() {
        address.push_str("&list=");
        address.push_str(&video.list);
    }
    if let Some(start) = video.start {
        address.push_str("&start=");
        push_number(&mut address, start);
    }
    if !video.params.is_empty() {
        address.push('&');
        address.push_str(&video.params);
    }
    address
}

/// The plain link to the video or list on YouTube; empty where the video names neither.
pub fn watch(video: &Video) -> String {
    let mut address = String::from("https://www.youtube.com/");
    if !video.id.is_empty() {
        address.push_str("watch?v=");
        address.push_str(&video.id);
        if !video.list.is_empty() {
            address.push_str("&list=");
        }
    } else if !video.list.is_empty() {
        address.push_str("playlist?list=");
    } else {
        return String::new();
    }
    address.push_str(&video.list);
    if let Some(start) = video.start {
        address.push_str("&t=");
        push_number(&mut address, start);
    }
    address
}

/// The host that an address names, as it is written; `None` for a relative one, and for other schemes than the web's.
pub fn host(address: &str) -> Option<String> {
    let address = cleaned(address);
    authority(&address).map(|(host, _)| String::from(host))
}

/// Is an address relative or one of the web's, so that opening it runs no script in the page?
pub fn is_web(address: &str) -> bool {
    let address = cleaned(address);
    authority(&address).is_some() || !cut(&address, "/?#").0.contains(':')
}

/// Hosts that serve the player or its pages; `youtu.be` has other paths.
const HOSTS: [&str; 7] = [
    "www.youtube.com",
    "youtube.com",
    "www.youtube-nocookie.com",
    "youtube-nocookie.com",
    "m.youtube.com",
    "music.youtube.com",
    "gaming.youtube.com",
];

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// The text that a browser reads in place of `address`.
fn cleaned(address: &str) -> String {
    let mut clean = String::new();
    for letter in address.trim_ascii().chars() {
        match letter {
            '\t' | '\r' | '\n' => {}
            '\\' => clean.push('/'),
            _ => clean.push(letter),
        }
    }
    clean
}

/// Host and rest of a cleaned address, a missing scheme forgiven.
fn split(address: &str) -> Option<(&str, &str)> {
    authority(address).or_else(|| if address.starts_with('/') { None } else { host_of(address) })
}

/// Host and rest of a cleaned address with scheme, or relative to one.
fn authority(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = cut(address, ":");
    if is(scheme, "https") || is(scheme, "http") {
        return host_of(rest.get(1..)?);
    }
    host_of(address.strip_prefix("//")?)
}

fn host_of(rest: &str) -> Option<(&str, &str)> {
    let (mut named, rest) = cut(skip(rest, '/'), "/?#");
    while let (_, at) = cut(named, "@")
        && let Some(behind) = at.get(1..)
    {
        named = behind;
    }
    let (host, port) = cut(named, ":");
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty() && port.bytes().skip(1).all(|byte| byte.is_ascii_digit())).then_some((host, rest))
}

/// What stands before the first of the ASCII letters `stops`, and the rest from there on.
fn cut<'a>(text: &'a str, stops: &str) -> (&'a str, &'a str) {
    let end = text.bytes().position(|byte| stops.as_bytes().contains(&byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn skip(mut text: &str, letter: char) -> &str {
    while let Some(rest) = text.strip_prefix(letter) {
        text = rest;
    }
    text
}

/// Does a parameter with this name stand in query text?
fn has(mut params: &str, name: &str) -> bool {
    while !params.is_empty() {
        let (param, rest) = cut(params, "&");
        if cut(param, "=").0 == name {
            return true;
        }
        params = rest.get(1..).unwrap_or_default();
    }
    false
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

fn push_digit(text: &mut String, digit: u8) {
    text.push(char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase());
}

/// Reads a time in seconds, or in hours, minutes and seconds; a fraction is dropped. `None` for everything else.
fn seconds(text: &str) -> Option<u32> {
    let mut total = 0u32;
    let mut number = None;
    for byte in text.bytes() {
        let factor = match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte.saturating_sub(b'0'));
                number = Some(number.unwrap_or(0u32).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            b'.' if number.is_some() => break,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(factor)?)?;
    }
    let last = number.unwrap_or_default();
    if text.is_empty() { None } else { total.checked_add(last) }
}
