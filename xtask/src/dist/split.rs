//! Divides the engine: what any page load may need goes with the tag, what only an open second layer needs becomes a
//! module of its own, which comes when it is first wanted.
//!
//! Both work on one memory, and the Rust code knows nothing of it. Where the first module calls into the second it calls
//! an import, behind which `link.js` looks the function up; the second module imports memory, globals, tables and
//! functions of the first. The names between them are numbers, which no name of wasm-bindgen's is. The second puts its
//! strings where they were when both were one, see `strings`.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, ensure};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ExportItem, FunctionId, FunctionKind, GlobalKind, ImportedFunction, Module,
    passes,
};

use super::glue::MODULE;
use super::strings;

/// Whose functions the second module takes over, with all that nobody else calls.
const MORE: [&str; 4] =
    ["optgate::receipt::", "optgate::view::preferences::", "optgate::view::receipt::", "optgate::view::table::"];

/// The two modules, neither optimised after the cut.
pub struct Halves {
    pub first: Vec<u8>,
    pub more: Vec<u8>,
}

/// Divides a module that still has its names.
pub fn split(wasm: &[u8]) -> Result<Halves> {
    // Two copies: each half is the whole without the other one's bodies.
    let mut first = Module::from_buffer(wasm)?;
    let mut more = Module::from_buffer(wasm)?;
    let plan = Plan::new(&first)?;
    // Ids of one module mean nothing in the other; the order of the functions is the same.
    let twins: Vec<FunctionId> = more.funcs.iter().map(|function| function.id()).collect();

    let moved: HashSet<FunctionId> = plan.moved.iter().map(|index| plan.functions[*index]).collect();
    let strings = strings::take(&mut first, &|id| moved.contains(&id));
    more.start = None;
    for id in more.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        more.exports.delete(id);
    }
    let mut names = Names(0);
    for index in plan.called_there {
        let name = names.next();
        import(&mut first, plan.functions[index], &name);
        more.exports.add(&name, twins[index]);
    }
    for index in plan.called_here {
        let name = names.next();
        first.exports.add(&name, plan.functions[index]);
        import(&mut more, twins[index], &name);
    }
    share(&mut first, &mut more, &mut names)?;
    let memory = more.memories.iter().map(|memory| memory.id()).next().context("a memory")?;
    for (start, bytes) in strings {
        let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
        let id = more.data.add(DataKind::Active { memory, offset }, bytes);
        more.memories.get_mut(memory).data_segments.insert(id);
    }
    passes::gc::run(&mut first);
    Ok(Halves { first: first.emit_wasm(), more: more.emit_wasm() })
}

/// Which functions cross the cut, by their place in the module.
struct Plan {
    functions: Vec<FunctionId>,
    /// Stand in the second module.
    moved: Vec<usize>,
    /// Called from the first module, stand in the second.
    called_there: Vec<usize>,
    /// Called from the second module, stand in the first.
    called_here: Vec<usize>,
}

impl Plan {
    fn new(module: &Module) -> Result<Plan> {
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let places: HashMap<FunctionId, usize> = functions.iter().copied().zip(0..).collect();
        let calls: Vec<Vec<usize>> =
            functions.iter().map(|id| calls(module, *id).iter().map(|id| places[id]).collect()).collect();
        let named = |index: usize| {
            let path = path(module.funcs.get(functions[index]).name.as_deref().unwrap_or_default());
            MORE.iter().any(|start| path.starts_with(start))
        };
        ensure!((0..functions.len()).any(named), "no function of {MORE:?} is left in the engine");

        let mut first = HashSet::new();
        let mut open: Vec<usize> = roots(module).iter().map(|id| places[id]).collect();
        while let Some(index) = open.pop() {
            if !named(index) && first.insert(index) {
                open.extend(&calls[index]);
            }
        }
        let imported = |index: usize| matches!(module.funcs.get(functions[index]).kind, FunctionKind::Import(_));
        let goes = |index: usize| !first.contains(&index) && !imported(index);
        let moved = (0..functions.len()).filter(|index| goes(*index)).collect();
        let mut plan = Plan { moved, called_there: Vec::new(), called_here: Vec::new(), functions: Vec::new() };
        for (index, called) in calls.iter().enumerate() {
            for &callee in called {
                match (goes(index), goes(callee)) {
                    (false, true) => plan.called_there.push(callee),
                    (true, false) if !imported(callee) => plan.called_here.push(callee),
                    _ => {}
                }
            }
        }
        for list in [&mut plan.called_there, &mut plan.called_here] {
            list.sort_unstable();
            list.dedup();
        }
        plan.functions = functions;
        Ok(plan)
    }
}

/// The path of a function, without the hash of its crate and the `<` in front of a trait's.
fn path(name: &str) -> String {
    let name = name.trim_start_matches('<');
    match (name.find('['), name.find(']')) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &name[..start], &name[end + 1..]),
        _ => name.to_owned(),
    }
}

/// Whatever can be called from outside or through a table.
fn roots(module: &Module) -> Vec<FunctionId> {
    let mut roots: Vec<FunctionId> = module.start.into_iter().collect();
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            roots.push(id);
        }
    }
    for element in module.elements.iter() {
        if let ElementItems::Functions(ids) = &element.items {
            roots.extend(ids);
        }
    }
    roots
}

/// The functions that one names, a call or a reference each.
fn calls(module: &Module, id: FunctionId) -> Vec<FunctionId> {
    struct Calls(Vec<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let mut calls = Calls(Vec::new());
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut calls, function, function.entry_block());
    }
    calls.0
}

/// Makes a function an import of the same type.
fn import(module: &mut Module, id: FunctionId, name: &str) {
    let import = module.imports.add(MODULE, name, id);
    let function = module.funcs.get_mut(id);
    function.kind = FunctionKind::Import(ImportedFunction { import, ty: function.ty() });
}

/// Lets the second module use memory, globals and tables of the first, which alone fills them.
fn share(first: &mut Module, more: &mut Module, names: &mut Names) -> Result<()> {
    for id in more.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        more.data.delete(id);
    }
    for id in more.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        more.elements.delete(id);
    }
    more.memories.iter_mut().for_each(|memory| memory.data_segments.clear());
    more.tables.iter_mut().for_each(|table| table.elem_segments.clear());
    // Ids number what there was before anything was dropped, in the first module as well.
    passes::gc::run(more);
    for id in more.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
        let twin = first.memories.iter().nth(id.index()).context("the same memories")?.id();
        let name = names.next();
        first.exports.add(&name, twin);
        more.memories.get_mut(id).import = Some(more.imports.add(MODULE, &name, id));
    }
    for id in more.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
        let twin = first.globals.iter().nth(id.index()).context("the same globals")?.id();
        let name = names.next();
        first.exports.add(&name, twin);
        more.globals.get_mut(id).kind = GlobalKind::Import(more.imports.add(MODULE, &name, id));
    }
    for id in more.tables.iter().map(|table| table.id()).collect::<Vec<_>>() {
        let twin = first.tables.iter().nth(id.index()).context("the same tables")?.id();
        let name = names.next();
        first.exports.add(&name, twin);
        more.tables.get_mut(id).import = Some(more.imports.add(MODULE, &name, id));
    }
    Ok(())
}

/// Numbers as names.
struct Names(u32);

impl Names {
    fn next(&mut self) -> String {
        self.0 += 1;
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_path_is_free_of_what_compilers_add() {
        let wanted = "optgate::view::table::services";
        assert_eq!(path("optgate::view::table::services"), wanted);
        assert_eq!(path("optgate[0123456789abcdef]::view::table::services"), wanted);
        assert_eq!(path("<optgate::view::table::services"), wanted);
    }
}
