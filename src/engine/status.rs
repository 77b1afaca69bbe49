//! The answer as the JSON text of `status()`.

use alloc::string::String;

use crate::consent::Consent;
use crate::cookie::push_number;

/// `{"answered":…,"time":…,"revision":…,"domain":…,"purposes":{…},"services":{…}}`, the time in unix seconds or null.
pub(super) fn json(consent: &Consent) -> String {
    let mut text = String::from("{\"answered\":");
    text.push_str(if consent.answered() { "true" } else { "false" });
    text.push_str(",\"time\":");
    match consent.time {
        Some(time) => push_number(&mut text, time),
        None => text.push_str("null"),
    }
    text.push_str(",\"revision\":");
    push_number(&mut text, consent.revision);
    text.push_str(",\"domain\":\"");
    // A host name needs no escaping; whatever else came in must not break the text.
    text.extend(consent.domain.chars().filter(|letter| !matches!(letter, '\0'..='\x1f' | '"' | '\\')));
    text.push('"');
    list(&mut text, consent, "purposes", true);
    list(&mut text, consent, "services", false);
    text.push('}');
    text
}

fn list(text: &mut String, consent: &Consent, name: &str, purposes: bool) {
    text.push_str(",\"");
    text.push_str(name);
    text.push_str("\":{");
    let mut separator = "\"";
    for subject in consent.subjects.iter().filter(|subject| subject.purpose.is_empty() == purposes) {
        text.push_str(separator);
        text.push_str(subject.id);
        text.push_str("\":{\"status\":\"");
        text.push_str(subject.mark.status.name());
        text.push_str("\",\"source\":\"");
        text.push_str(subject.mark.source.name());
        text.push_str("\"}");
        separator = ",\"";
    }
    text.push('}');
}
