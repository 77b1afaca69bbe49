//! What an element with these attributes means: replace it by a placeholder, hold it, or leave it alone.
//!
//! The one rule book for every place that sees HTML. It knows marked content only: an element without `data-purpose`
//! that is no `<optgate-frame>` is left as it is. What cannot be read stays closed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::Consent;
use crate::cookie::push_number;
use crate::embed::{self, Video};
use crate::gate::{self, Gate};
use crate::service::YOUTUBE;

/// An element as far as the rules look at it.
pub struct Element<'a> {
    /// Its name in lower case.
    pub tag: &'a str,
    /// The text of an attribute, `None` where it is absent.
    pub attribute: &'a dyn Fn(&str) -> Option<String>,
}

impl Element<'_> {
    fn get(&self, name: &str) -> Option<String> {
        (self.attribute)(name)
    }

    #[inline(never)] // a dozen callers
    fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }
}

/// What is to be done with an element.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Meaning {
    /// Nothing.
    Leave,
    /// A placeholder stands for it until it is pressed or given.
    Frame(Frame),
    /// It is held, and released when it is allowed.
    Held(Held),
}

/// A frame of another host's, a video for the most part.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Frame {
    /// What to play; counts where the service is `youtube`.
    pub video: Video,
    /// What the author calls it, or empty.
    pub title: String,
    /// `youtube`, or the service that the author names for another host, or empty.
    pub service: String,
    /// The purposes it names besides; see [`purposes`].
    pub purposes: Vec<(bool, String)>,
    /// The author's address; may be empty where the parts of a video are named apart.
    pub source: String,
    /// The shape of its box as `16/9`, or empty.
    pub ratio: String,
    /// Address of a picture, never the provider's, or empty.
    pub poster: String,
}

impl Frame {
    /// May it load without a press?
    pub fn gate(&self, consent: &Consent) -> Gate {
        gate::decide(consent, &self.purposes, Some(&self.service))
    }

    /// The address to load: YouTube's player in its no-cookie form, or what the author wrote where there is nothing
    /// that could be played, or another host. `autoplay` where the visitor has pressed play.
    pub fn address(&self, autoplay: bool) -> String {
        let player = if self.service == YOUTUBE { embed::player(&self.video, autoplay) } else { String::new() };
        if player.is_empty() { self.source.clone() } else { player }
    }

    /// A plain link for visitors who do not want the frame here; may be empty.
    pub fn link(&self) -> String {
        let watch = if self.service == YOUTUBE { embed::watch(&self.video) } else { String::new() };
        if watch.is_empty() { self.source.clone() } else { watch }
    }

    /// The attributes with which an `<optgate-frame>` means the same.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = Vec::new();
        let mut add = |name, value: &str| {
            if !value.is_empty() {
                attributes.push((name, String::from(value)));
            }
        };
        let video = &self.video;
        let youtube = self.service == YOUTUBE;
        add(if youtube { "data-provider" } else { "data-service" }, &self.service);
        if youtube && !(video.id.is_empty() && video.list.is_empty()) {
            add("data-video", &video.id);
            add("data-list", &video.list);
            let mut start = String::new();
            if let Some(seconds) = video.start {
                push_number(&mut start, seconds);
            }
            add("data-start", &start);
            add("data-params", &video.params);
        } else {
            add("data-src", &self.source);
        }
        add("data-title", &self.title);
        add("data-ratio", &self.ratio);
        add("data-poster", &self.poster);
        let mut names = String::new();
        for (not, id) in &self.purposes {
            // The blank also hands on a list that names nothing: it stays closed.
            names.push_str(if *not { " !" } else { " " });
            names.push_str(id);
        }
        add("data-purpose", &names);
        attributes
    }
}

/// Something that is released as it stands.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Held {
    /// The purposes it names; see [`purposes`].
    pub purposes: Vec<(bool, String)>,
    /// The service it names.
    pub service: Option<String>,
}

impl Held {
    /// May it be released?
    pub fn gate(&self, consent: &Consent) -> Gate {
        gate::decide(consent, &self.purposes, self.service.as_deref())
    }
}

/// Reads the purposes in a `data-purpose`: all of them count, and `true` stands for `!id`.
///
/// Never empty: a text without a word gives one id that no purpose can have, and a malformed word stays as it is.
/// Neither is ever in use, so the element stays closed and its author is told.
pub fn purposes(text: &str) -> Vec<(bool, String)> {
    let mut purposes = Vec::new();
    for word in text.split_ascii_whitespace() {
        purposes.push(match word.strip_prefix('!') {
            Some(id) => (true, String::from(id)),
            None => (false, String::from(word)),
        });
    }
    if purposes.is_empty() {
        purposes.push((false, String::new()));
    }
    purposes
}

/// Elements that can be held as they stand.
const HOLDABLE: [&str; 9] = ["img", "link", "source", "video", "audio", "track", "object", "embed", "template"];

/// What is to be done with `element`.
///
/// A script is held only as `type="text/plain"`: with any other type it has run already, and releasing it would run
/// it twice. An iframe that carries its address live is closed all the same, late as that is.
pub fn meaning(element: &Element) -> Meaning {
    let purposes = element.get("data-purpose").map(|text| purposes(&text));
    match purposes {
        _ if element.tag == "optgate-frame" => frame(element, purposes.unwrap_or_default(), false),
        Some(purposes) if element.tag == "iframe" => frame(element, purposes, true),
        Some(purposes)
            if HOLDABLE.contains(&element.tag)
                || element.tag == "script" && is(element.text("type").trim_ascii(), "text/plain") =>
        {
            Meaning::Held(Held { purposes, service: element.get("data-service") })
        }
        _ => Meaning::Leave,
    }
}

fn frame(element: &Element, purposes: Vec<(bool, String)>, iframe: bool) -> Meaning {
    let mut frame = Frame {
        video: Video::default(),
        title: element.text("data-title"),
        service: element.text("data-service"),
        purposes,
        source: element.text("data-src"),
        ratio: element.text("data-ratio"),
        poster: element.text("data-poster"),
    };
    if iframe && frame.source.is_empty() {
        frame.source = element.text("src");
    }
    if frame.title.is_empty() {
        frame.title = element.text("title");
    }
    if !is_ratio(&frame.ratio) {
        frame.ratio.clear();
    }
    if is_providers(&frame.poster) {
        frame.poster.clear();
    }
    let named = element.text("data-video");
    let provider = element.text("data-provider");
    let claimed = !iframe && (is(&provider, YOUTUBE) || provider.is_empty() && !named.is_empty());
    // What is named apart counts before what the address says.
    let video = &mut frame.video;
    video.set_list(&element.text("data-list"));
    video.set_start(&element.text("data-start"));
    video.set_id(&named);
    if video.read_address(&named) {
        frame.source = named;
    } else if !video.read_address(&frame.source) {
        if claimed {
            // Consent to YouTube must not load another host.
            frame.source.clear();
        } else if frame.source.is_empty() || !embed::is_web(&frame.source) {
            return Meaning::Leave;
        } else {
            if frame.service == YOUTUBE {
                frame.service.clear();
            }
            return Meaning::Frame(frame);
        }
    }
    video.read_query(&element.text("data-params"));
    frame.service = String::from(YOUTUBE);
    if !iframe && frame.ratio.is_empty() && frame.source.split('/').any(|segment| segment == "shorts") {
        frame.ratio.push_str("9/16");
    }
    Meaning::Frame(frame)
}

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// Two whole numbers with a slash between them, as CSS takes them.
fn is_ratio(text: &str) -> bool {
    let is_side = |side: &str| {
        side.len() <= 4 && side.bytes().all(|byte| byte.is_ascii_digit()) && side.bytes().any(|byte| byte != b'0')
    };
    text.split_once('/').is_some_and(|(width, height)| is_side(width) && is_side(height))
}

/// Would this picture come from Google? A host that a browser would first have to decode counts as well.
fn is_providers(address: &str) -> bool {
    let Some(host) = embed::host(address) else {
        return false;
    };
    let holds =
        |part: &str| host.as_bytes().windows(part.len()).any(|found| found.eq_ignore_ascii_case(part.as_bytes()));
    ["youtu", "ytimg", "google", "ggpht", "gstatic", "doubleclick", "%"].iter().any(|part| holds(part))
        || !host.is_ascii()
}
