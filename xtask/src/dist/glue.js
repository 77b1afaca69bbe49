// Leaner bodies for functions of wasm-bindgen's glue: `glue.rs` puts them in the place of those of the same name.
// What is left out is said with each. Written for the release of wasm-bindgen that the workspace pins.

// Without the view's re-creation in engines that do not know `detached`: a grown memory has another buffer everywhere.
function getDataViewMemory0() {
    return new DataView(wasm.memory.buffer);
}

function getUint8ArrayMemory0() {
    return new Uint8Array(wasm.memory.buffer);
}

// Without the decoder's renewal, which old Safari needs after two gigabytes of text.
function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}

// One way in place of two: no special case for ASCII, which pays in loops only.
function passStringToWasm0(text, malloc) {
    const bytes = cachedTextEncoder.encode(text);
    const at = malloc(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, at);
    WASM_VECTOR_LEN = bytes.length;
    return at;
}

// Without the hot-reload bookkeeping, resetting views that are not kept, and filling the table of references: nothing
// is handed over but texts and numbers, which `glue.rs` makes sure of.
function __wbg_finalize_init(instance) {
    wasm = instance.exports;
    return wasm;
}

// Takes a compiled module and nothing else.
function initSync({ module }) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, linked()));
}

// Takes an address and nothing else. A server that names another type than application/wasm costs streaming only.
async function __wbg_init({ module_or_path }) {
    const reply = await fetch(module_or_path);
    const { instance } = await WebAssembly.instantiate(await reply.arrayBuffer(), linked());
    return __wbg_finalize_init(instance);
}
