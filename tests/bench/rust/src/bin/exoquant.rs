//! exoquant by its convenience function: k-means, and the dithering that its README shows.

use exoquant::{convert_to_indexed, ditherer, optimizer, Color};
use peers::{serve, Outcome, Reduced};

fn main() -> Outcome<()> {
    serve(
        |photo| photo.pixels().map(|[r, g, b]| Color::new(r, g, b, 255)).collect::<Vec<_>>(),
        |photo, pixels, k, dithered| {
            let (width, k) = (photo.width as usize, usize::from(k));
            let (palette, indices) = if dithered {
                let floyd_steinberg = ditherer::FloydSteinberg::new();
                convert_to_indexed(pixels, width, k, &optimizer::KMeans, &floyd_steinberg)
            } else {
                convert_to_indexed(pixels, width, k, &optimizer::KMeans, &ditherer::None)
            };
            let palette = palette.iter().map(|color| [color.r, color.g, color.b]).collect();
            Ok(Reduced { palette, indices })
        },
    )
}
