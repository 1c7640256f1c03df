//! quantette in a process of its own; it takes the same lines as worker.py.

use quantette::deps::palette::{cast, Srgb};
use quantette::{ImageRef, PaletteSize, Pipeline, QuantizeMethod};
use std::io::{stdin, BufRead};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut bytes, mut width, mut height) = (Vec::new(), 0, 0);
    for line in stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split('\t').collect();
        if words[0] == "load" {
            bytes = std::fs::read(words[1])?;
            (width, height) = (words[2].parse()?, words[3].parse()?);
            println!("{{\"ready\": true}}");
            continue;
        }
        let colors = PaletteSize::try_from(words[1].parse::<u16>()?)?;
        let pixels: &[Srgb<u8>] = cast::from_component_slice(&bytes);
        let image = ImageRef::new(width, height, pixels).map_err(|error| error.to_string())?;
        let begin = Instant::now();
        let result = Pipeline::new()
            .palette_size(colors)
            .ditherer(None)
            .quantize_method(QuantizeMethod::kmeans())
            .parallel(true)
            .input_image(image)
            .output_srgb8_indexed_image();
        let seconds = begin.elapsed().as_secs_f64();
        let palette = result.palette();
        let error: u64 = pixels
            .iter()
            .zip(result.indices())
            .map(|(pixel, &index)| {
                let shown = palette[usize::from(index)];
                let square = |a: u8, b: u8| u64::from(a.abs_diff(b)).pow(2);
                square(pixel.red, shown.red)
                    + square(pixel.green, shown.green)
                    + square(pixel.blue, shown.blue)
            })
            .sum();
        println!("{{\"seconds\": {seconds}, \"error\": {error}}}");
    }
    Ok(())
}
