//! A peer in a process of its own, told what to do by the lines that worker.py takes as well.
//!
//! ```text
//! load PATH WIDTH HEIGHT      raw RGB bytes, made into what the peer takes; not timed
//! run K DITHER                one JSON line: the seconds, and the error of what came out
//! show K DITHER PATH          the pixels that came out, written as raw RGB; DITHER is 0 or 1
//! ```

use std::error::Error;
use std::io::{stdin, BufRead};
use std::time::Instant;

pub type Outcome<T> = Result<T, Box<dyn Error>>;
pub type Rgb = [u8; 3];

/// Raw RGB bytes of a photo.
pub struct Photo {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

impl Photo {
    pub fn pixels(&self) -> impl Iterator<Item = Rgb> + '_ {
        self.bytes.chunks_exact(3).map(|rgb| [rgb[0], rgb[1], rgb[2]])
    }
}

/// Palette and an index of every pixel.
pub struct Reduced {
    pub palette: Vec<Rgb>,
    pub indices: Vec<u8>,
}

/// Answer the lines on stdin: `prepare` makes of a photo what `reduce` takes, with k and whether
/// to dither.
pub fn serve<Prepared>(
    prepare: impl Fn(&Photo) -> Prepared,
    reduce: impl Fn(&Photo, &Prepared, u16, bool) -> Outcome<Reduced>,
) -> Outcome<()> {
    let mut loaded = None;
    for line in stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split('\t').collect();
        if words[0] == "load" {
            drop(loaded.take());
            let photo = Photo {
                bytes: std::fs::read(words[1])?,
                width: words[2].parse()?,
                height: words[3].parse()?,
            };
            let prepared = prepare(&photo);
            loaded = Some((photo, prepared));
            println!("{{\"ready\": true}}");
            continue;
        }
        let (photo, prepared) = loaded.as_ref().ok_or("no photo is loaded")?;
        let dithered = words[2] == "1";
        let begin = Instant::now();
        let reduced = reduce(photo, prepared, words[1].parse()?, dithered)?;
        let seconds = begin.elapsed().as_secs_f64();
        if words[0] == "show" {
            std::fs::write(words[3], shown(&reduced).flatten().collect::<Vec<u8>>())?;
        }
        let error = squared_error(photo, &reduced);
        println!("{{\"seconds\": {seconds}, \"error\": {error}}}");
    }
    Ok(())
}

fn shown(reduced: &Reduced) -> impl Iterator<Item = Rgb> + '_ {
    reduced.indices.iter().map(|&index| reduced.palette[usize::from(index)])
}

fn squared_error(photo: &Photo, reduced: &Reduced) -> u64 {
    let square = |(a, b): (u8, u8)| u64::from(a.abs_diff(b)).pow(2);
    photo
        .pixels()
        .zip(shown(reduced))
        .map(|(pixel, shown)| pixel.into_iter().zip(shown).map(square).sum::<u64>())
        .sum()
}
