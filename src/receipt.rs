//! What a receipt of an answer says about the texts that were shown: their hash. The module of the same name below `view` says
//! the rest, and `web/receipt.js` makes the receipt of it.
//!
//! No first visit needs it: it stands in the second layer's module. The hash is computed here and is not the browser's, because
//! pages without TLS have none; natively the same function writes the archive in which a receipt's hash is looked up.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ascii::{among, cut, has, parts};
use crate::text::{END, KEYS, Texts};

/// Formed in the browser, in words of its own: a receipt says the days as a number, and its own place by being there.
const FORMED: &str = "days kept";

/// What a visitor is shown, a line `key=text` each: the texts of banner and placeholder, or with `whole` those of the
/// preferences too, then everything that the owner or `common.json` adds. Names in braces stay: what fills them (who asks,
/// which purposes) stands in the receipt.
///
/// The second layer's texts have to be here, whether they are part of it or not.
pub fn shown(texts: &Texts, whole: bool) -> String {
    let mut out = String::new();
    for key in parts(if whole { texts.keys() } else { KEYS }, "\n") {
        if !among(key, FORMED) {
            line(&mut out, key, texts.get(key));
        }
    }
    // What few visits are shown, whenever it came.
    for key in &["without", "news"] {
        if !texts.get(key).is_empty() {
            line(&mut out, key, texts.get(key));
        }
    }
    for entry in parts(texts.entries(), END) {
        let (key, text) = cut(entry, "=");
        // Of several texts the first that is not empty counts, here as on the page.
        let is_known = among(key, FORMED) || has(texts.keys(), "\n", key) || has(&out, "\n", key);
        if !is_known && !text.is_empty() {
            line(&mut out, key, text);
        }
    }
    out
}

fn line(out: &mut String, key: &str, text: &str) {
    out.push_str(key);
    out.push('=');
    out.push_str(text);
    out.push('\n');
}

/// SHA-256 of `text`, in hexadecimal digits.
///
/// Its constants are computed, since constants would lie in the memory that every first visit downloads.
pub fn hash(text: &str) -> String {
    let mut message = String::from(text).into_bytes();
    let bits = u64::try_from(message.len()).unwrap_or_default().wrapping_mul(8);
    message.push(0x80);
    while message.len() & 63 != 56 {
        message.push(0);
    }
    message.extend(bits.to_be_bytes());

    let mut keys = Vec::new();
    let mut state = [0; 8];
    let mut prime = 2u32;
    while keys.len() < 64 {
        if (2..prime).all(|part| prime.checked_rem(part) != Some(0)) {
            if let Some(word) = state.get_mut(keys.len()) {
                *word = fraction(prime, 2);
            }
            keys.push(fraction(prime, 3));
        }
        prime = prime.wrapping_add(1);
    }
    for block in message.chunks_exact(64) {
        compress(&mut state, &keys, block);
    }

    let mut out = String::new();
    for word in &state {
        for shift in (0..8).rev() {
            out.extend(char::from_digit(word.wrapping_shr(4u32.wrapping_mul(shift)) & 15, 16));
        }
    }
    out
}

/// The first 32 bits behind the point of the square root (`power` 2) or cube root (3) of a small prime.
fn fraction(prime: u32, power: u32) -> u32 {
    let square = u128::from(prime).wrapping_shl(power.wrapping_mul(32));
    let mut root = 0u128;
    for bit in (0..36).rev() {
        let next = root | 1u128.wrapping_shl(bit);
        if next.wrapping_pow(power) <= square {
            root = next;
        }
    }
    root as u32
}

/// Takes a block of 64 bytes into the state.
fn compress(state: &mut [u32; 8], keys: &[u32], block: &[u8]) {
    let mut words = Vec::new();
    for four in block.chunks_exact(4) {
        words.push(four.iter().fold(0u32, |word, byte| word.wrapping_shl(8) | u32::from(*byte)));
    }
    while let Some(&[first, second, _, _, _, _, _, _, _, tenth, _, _, _, _, late, _]) = words.last_chunk() {
        if words.len() == keys.len() {
            break;
        }
        let near = second.rotate_right(7) ^ second.rotate_right(18) ^ second.wrapping_shr(3);
        let far = late.rotate_right(17) ^ late.rotate_right(19) ^ late.wrapping_shr(10);
        words.push(first.wrapping_add(near).wrapping_add(tenth).wrapping_add(far));
    }
    let mut now = *state;
    for (key, word) in keys.iter().zip(words) {
        let [a, b, c, d, e, f, g, h] = now;
        let stirred = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let chosen = (e & f) ^ (!e & g);
        let one = h.wrapping_add(stirred).wrapping_add(chosen).wrapping_add(*key).wrapping_add(word);
        let turned = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let most = (a & b) ^ (a & c) ^ (b & c);
        now = [one.wrapping_add(turned).wrapping_add(most), a, b, c, d.wrapping_add(one), e, f, g];
    }
    for (sum, part) in state.iter_mut().zip(&now) {
        *sum = sum.wrapping_add(*part);
    }
}
