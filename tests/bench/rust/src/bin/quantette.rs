//! quantette: its pipeline (Oklab), or its k-means on sRGB for an argument `rgb`.

use peers::{serve, Outcome, Photo, Reduced};
use quantette::deps::palette::{cast, Srgb};
use quantette::dither::FloydSteinberg;
use quantette::kmeans::{Kmeans, KmeansOptions};
use quantette::wu::{BinnerU8x3, WuU8x3};
use quantette::{ImageRef, IndexedImage, PaletteSize, Pipeline, QuantizeMethod};

fn main() -> Outcome<()> {
    let rgb = std::env::args().any(|argument| argument == "rgb");
    serve(
        |_| (),
        |photo, (), k, dithered| {
            let size = PaletteSize::try_from(k)?;
            if rgb {
                kmeans_in_rgb(photo, size)
            } else {
                pipeline(photo, size, dithered)
            }
        },
    )
}

fn pipeline(photo: &Photo, size: PaletteSize, dithered: bool) -> Outcome<Reduced> {
    let image = Pipeline::new()
        .palette_size(size)
        .ditherer(dithered.then(FloydSteinberg::new))
        .quantize_method(QuantizeMethod::kmeans())
        .parallel(true)
        .input_image(image_of(photo)?)
        .output_srgb8_indexed_image();
    Ok(reduced(image))
}

fn kmeans_in_rgb(photo: &Photo, size: PaletteSize) -> Outcome<Reduced> {
    let image = image_of(photo)?;
    let wu = WuU8x3::run_image_par(image, BinnerU8x3::rgb()).ok_or("no pixels")?;
    let kmeans = Kmeans::run_image_par(image, wu.palette(size), KmeansOptions::new());
    Ok(reduced(image.map_to_indexed(kmeans.into_parallel_color_map())))
}

fn image_of(photo: &Photo) -> Outcome<ImageRef<'_, Srgb<u8>>> {
    let pixels: &[Srgb<u8>] = cast::from_component_slice(&photo.bytes);
    ImageRef::new(photo.width, photo.height, pixels).map_err(|error| error.to_string().into())
}

fn reduced(image: IndexedImage<Srgb<u8>>) -> Reduced {
    let (palette, indices) = image.into_parts();
    Reduced { palette: cast::into_array_vec(palette), indices }
}
