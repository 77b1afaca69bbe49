//! The strings of the second module: constants in memory that its functions alone name.
//!
//! A string is known by the address and the length that stand side by side among the arguments of a call. It moves only
//! if nothing of the first module, neither a function nor the data itself, can mean an address within it.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::{Const, Instr, InstrLocId, Load, Store, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataKind, FunctionId, FunctionKind, Module};

/// Shorter ones stay: a segment of its own costs some bytes.
const LEAST: usize = 16;
/// No string is longer, in bytes.
const LONGEST: u32 = 4096;
/// Below lies the stack.
const LOWEST: u32 = super::wasm::STACK;

/// Takes the strings that only functions of `theirs` name out of the first module's data, and gives them.
pub fn take(first: &mut Module, theirs: &dyn Fn(FunctionId) -> bool) -> Vec<(u32, Vec<u8>)> {
    let mut ours = Constants::default();
    let mut other = Constants::default();
    for function in first.funcs.iter() {
        if let FunctionKind::Local(local) = &function.kind {
            let constants = if theirs(function.id()) { &mut other } else { &mut ours };
            constants.last = None;
            dfs_in_order(constants, local, local.entry_block());
        }
    }
    for data in first.data.iter() {
        // Where an address stands in data it is aligned.
        let skipped = start(data).map_or(0, |start| start.wrapping_neg() as usize % 4);
        let words = data.value.get(skipped..).unwrap_or_default().chunks_exact(4);
        ours.addresses.extend(words.map(|word| word.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))));
    }
    let taken = |string: &Range<u32>| {
        ours.addresses.range(string.clone()).next().is_some() || ours.strings.iter().any(|own| meets(own, string))
    };
    let mut strings = other.strings;
    strings.retain(|string| string.len() >= LEAST && !taken(string));
    strings.sort_unstable_by_key(|string| string.start);
    // Those that touch are one.
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for string in strings {
        match ranges.last_mut() {
            Some(range) if string.start <= range.end => range.end = range.end.max(string.end),
            _ => ranges.push(string),
        }
    }

    let mut moved = Vec::new();
    for id in first.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        let data = first.data.get_mut(id);
        let Some(base) = start(data) else { continue };
        for range in &ranges {
            let Some(offset) = range.start.checked_sub(base) else { continue };
            if let Some(bytes) = data.value.get_mut(offset as usize..).and_then(|rest| rest.get_mut(..range.len())) {
                moved.push((range.start, bytes.to_vec()));
                bytes.fill(0);
            }
        }
    }
    moved
}

/// Where an active segment begins.
fn start(data: &Data) -> Option<u32> {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => Some(start as u32),
        _ => None,
    }
}

fn meets(one: &Range<u32>, other: &Range<u32>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What functions name: every number that may be an address, and every pair that may be a string.
#[derive(Default)]
struct Constants {
    addresses: BTreeSet<u32>,
    strings: Vec<Range<u32>>,
    last: Option<u32>,
}

impl Visitor<'_> for Constants {
    fn visit_instr(&mut self, instr: &Instr, _: &InstrLocId) {
        if !matches!(instr, Instr::Const(_)) {
            self.last = None;
        }
    }

    fn visit_const(&mut self, constant: &Const) {
        let Value::I32(value) = constant.value else { return };
        let value = value as u32;
        self.addresses.insert(value);
        // Other pairs of numbers would seem to reach over all of memory.
        if let Some(start) = self.last.filter(|start| *start >= LOWEST && value <= LONGEST) {
            self.strings.push(start..start + value);
        }
        self.last = Some(value);
    }

    fn visit_load(&mut self, load: &Load) {
        self.addresses.insert(load.arg.offset as u32);
    }

    fn visit_store(&mut self, store: &Store) {
        self.addresses.insert(store.arg.offset as u32);
    }
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, Module, ModuleConfig, ValType};

    use super::*;

    /// A module of two functions, the first module's and the second's, each of which passes these strings on.
    fn module(ours: &[(u32, u32)], theirs: &[(u32, u32)], data: &[u8]) -> (Module, FunctionId) {
        let mut module = Module::with_config(ModuleConfig::new());
        let memory = module.memories.add_local(false, false, 2, None, None);
        let offset = ConstExpr::Value(Value::I32(LOWEST.cast_signed()));
        let id = module.data.add(DataKind::Active { memory, offset }, data.to_vec());
        module.memories.get_mut(memory).data_segments.insert(id);
        let kind = module.types.add(&[ValType::I32, ValType::I32], &[]);
        let (callee, _) = module.add_import_func("page", "say", kind);
        let mut add = |strings: &[(u32, u32)]| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            for (start, length) in strings {
                let mut body = function.func_body();
                body.i32_const((LOWEST + start).cast_signed()).i32_const(length.cast_signed()).call(callee);
            }
            function.finish(vec![], &mut module.funcs)
        };
        add(ours);
        let id = add(theirs);
        (module, id)
    }

    fn moved(ours: &[(u32, u32)], theirs: &[(u32, u32)], data: &[u8]) -> (Vec<(u32, Vec<u8>)>, Vec<u8>) {
        let (mut module, id) = module(ours, theirs, data);
        let moved = take(&mut module, &|function| function == id);
        let left = module.data.iter().flat_map(|data| data.value.clone()).collect();
        (moved, left)
    }

    const DATA: &[u8] = b"both name this oneonly the second names thisshortonly the first names this one";

    #[test]
    fn what_the_second_alone_names_moves() {
        let (moved, left) = moved(&[(0, 18), (49, 29)], &[(0, 18), (18, 26), (44, 5)], DATA);
        assert_eq!(moved, [(LOWEST + 18, b"only the second names this".to_vec())]);
        assert_eq!(left.len(), DATA.len());
        assert!(
            left.starts_with(b"both name this one\0\0") && left.ends_with(b"\0\0shortonly the first names this one")
        );
    }

    #[test]
    fn strings_that_touch_move_as_one() {
        let (moved, _) = moved(&[], &[(18, 16), (34, 20)], DATA);
        assert_eq!(moved, [(LOWEST + 18, DATA[18..54].to_vec())]);
    }

    #[test]
    fn a_string_stays_if_anything_of_the_first_reaches_into_it() {
        let whole = (18, 26);
        assert!(moved(&[(30, 2)], &[whole], DATA).0.is_empty(), "an address in it");
        assert!(moved(&[(0, 20)], &[whole], DATA).0.is_empty(), "a string that ends in it");
        let mut data = DATA.to_vec();
        data[48..52].copy_from_slice(&(LOWEST + 20).to_le_bytes());
        assert!(moved(&[], &[whole], &data).0.is_empty(), "an address in the data");
    }
}
