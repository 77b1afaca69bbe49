//! Writes the JavaScript glue of a `.wasm`: what wasm-pack calls between cargo and the package.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
