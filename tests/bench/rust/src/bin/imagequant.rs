//! imagequant 4 at a speed given as argument, 1 to 10 (its own default is 4).

use imagequant::{Attributes, RGBA};
use peers::{serve, Outcome, Photo, Reduced};

fn main() -> Outcome<()> {
    let speed: i32 = std::env::args().nth(1).map_or(Ok(4), |word| word.parse())?;
    serve(
        |photo| photo.pixels().map(|[r, g, b]| RGBA::new(r, g, b, 255)).collect::<Vec<_>>(),
        |photo, pixels, k, dithered| reduce(photo, pixels, k, dithered, speed),
    )
}

fn reduce(photo: &Photo, pixels: &[RGBA], k: u16, dithered: bool, speed: i32) -> Outcome<Reduced> {
    let mut attributes = Attributes::new();
    attributes.set_max_colors(u32::from(k))?;
    attributes.set_speed(speed)?;
    let (width, height) = (photo.width as usize, photo.height as usize);
    let mut image = attributes.new_image_borrowed(pixels, width, height, 0.0)?;
    let mut result = attributes.quantize(&mut image)?;
    result.set_dithering_level(if dithered { 1.0 } else { 0.0 })?;
    let (palette, indices) = result.remapped(&mut image)?;
    let palette = palette.iter().map(|color| [color.r, color.g, color.b]).collect();
    Ok(Reduced { palette, indices })
}
