// How the two modules of the engine find each other, see `split.rs`. Stands behind wasm-bindgen's glue.

// What the first module imports and nobody has stands in the second: looked up when it is called.
let imports;
let more;
function linked() {
    imports = __wbg_get_imports().m;
    return { m: new Proxy(imports, { get: (own, name) => own[name] ?? ((...values) => more[name](...values)) }) };
}

// Brings in the second module. Each character of `code` is a byte.
export async function extend(code) {
    const bytes = Uint8Array.from(code, (letter) => letter.charCodeAt());
    more = (await WebAssembly.instantiate(bytes, { m: { ...imports, ...wasm } })).instance.exports;
}
