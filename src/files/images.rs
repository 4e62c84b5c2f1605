//! Images: decoded within limits and written anew, so that only the picture is left, without
//! place, device or anything hidden behind it; and scaled for reading. Draws nothing.

use std::io::{BufReader, Cursor};
use std::path::Path;

use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::imageops::FilterType as Scaling;
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
    ImageResult, Limits,
};

use super::intake::problem;
use crate::kinds::Problem;

/// The widths images are offered in, beside their own.
pub const WIDTHS: [u32; 2] = [480, 1200];
/// Pixels of one image; a page at 600 dpi has 35 million.
const PIXELS_MAX: u64 = 50_000_000;
/// Width and height.
const SIDE_MAX: u32 = 20_000;
/// Memory for one image while it is decoded.
const MEMORY_MAX: u64 = 256 << 20;
/// Pixels of all pictures of an animation together.
const ANIMATED_PIXELS_MAX: u64 = 100_000_000;
/// Quality of JPEG, of 100.
const QUALITY: u8 = 88;

/// An image written anew.
pub(super) struct Renewed {
    pub(super) content: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) scaled: Vec<(u32, Vec<u8>)>,
}

/// Writes an image anew, with the smaller ones that are shown in texts. Takes long.
pub(super) fn renew(path: &Path, media_type: &str) -> Result<Renewed, Problem> {
    let format = ImageFormat::from_mime_type(media_type);
    let format = format.ok_or_else(|| problem("files-image-broken"))?;
    if is_animated(path, format).map_err(|it| told(&it))? {
        return match format {
            ImageFormat::Gif => renew_animation(path),
            _ => Err(problem("files-image-animated")),
        };
    }
    let (image, profile) = decode(path, format)?;
    let content = encode(&image, format, profile.clone()).map_err(|it| told(&it))?;
    let (width, height) = (image.width(), image.height());
    let mut scaled = Vec::new();
    for smaller in WIDTHS.into_iter().filter(|it| *it < width) {
        scaled.push((smaller, scale(&image, smaller, format, profile.clone())?));
    }
    Ok(Renewed { content, width, height, scaled })
}

/// An image of this width, made from one that was renewed before.
pub(super) fn scaled(content: &[u8], media_type: &str, width: u32) -> Option<Vec<u8>> {
    let format = ImageFormat::from_mime_type(media_type)?;
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    reader.limits(limits());
    let image = reader.decode().ok()?;
    scale(&image, width, format, None).ok()
}

fn decode(path: &Path, format: ImageFormat) -> Result<(DynamicImage, Option<Vec<u8>>), Problem> {
    let open = || -> ImageResult<_> {
        let mut reader = ImageReader::open(path)?;
        reader.set_format(format);
        reader.limits(limits());
        let mut decoder = reader.into_decoder()?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXELS_MAX {
            return Ok(None);
        }
        // Colours stay what they were; a profile names a device class, no person.
        let profile = decoder.icc_profile()?;
        let orientation = decoder.orientation()?;
        let mut image = DynamicImage::from_decoder(decoder)?;
        image.apply_orientation(orientation);
        Ok(Some((image, profile)))
    };
    match open() {
        Ok(Some(image)) => Ok(image),
        Ok(None) => Err(problem("files-image-too-large")),
        Err(error) => Err(told(&error)),
    }
}

fn scale(
    image: &DynamicImage,
    width: u32,
    format: ImageFormat,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, Problem> {
    let height =
        (u64::from(image.height()) * u64::from(width)).div_ceil(image.width().max(1).into());
    let height = u32::try_from(height).unwrap_or(SIDE_MAX).max(1);
    let small = image.resize_exact(width, height, Scaling::CatmullRom);
    encode(&small, format, profile).map_err(|it| told(&it))
}

fn encode(
    image: &DynamicImage,
    format: ImageFormat,
    profile: Option<Vec<u8>>,
) -> ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    match format {
        ImageFormat::Jpeg => {
            // JPEG knows neither transparency nor more than eight bits.
            let image = match image.color().has_color() {
                true => DynamicImage::from(image.to_rgb8()),
                false => DynamicImage::from(image.to_luma8()),
            };
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            with_profile(&mut encoder, profile);
            image.write_with_encoder(encoder)?;
        }
        ImageFormat::Png => {
            let mut encoder = PngEncoder::new_with_quality(
                &mut out,
                CompressionType::Default,
                FilterType::Adaptive,
            );
            with_profile(&mut encoder, profile);
            image.write_with_encoder(encoder)?;
        }
        ImageFormat::WebP => {
            let image = match image.color().has_alpha() {
                true => DynamicImage::from(image.to_rgba8()),
                false => DynamicImage::from(image.to_rgb8()),
            };
            let mut encoder = WebPEncoder::new_lossless(&mut out);
            with_profile(&mut encoder, profile);
            image.write_with_encoder(encoder)?;
        }
        _ => image.write_to(&mut Cursor::new(&mut out), format)?,
    }
    Ok(out)
}

/// An encoder that takes no profile shows the same picture in nearly the same colours.
fn with_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
}

fn is_animated(path: &Path, format: ImageFormat) -> ImageResult<bool> {
    let file = BufReader::new(std::fs::File::open(path)?);
    match format {
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(file)?;
            decoder.set_limits(limits())?;
            Ok(decoder.into_frames().take(2).filter(|it| it.is_ok()).count() > 1)
        }
        ImageFormat::WebP => Ok(WebPDecoder::new(file)?.has_animation()),
        ImageFormat::Png => PngDecoder::with_limits(file, limits())?.is_apng(),
        _ => Ok(false),
    }
}

/// An animation keeps all its pictures; it is shown in its own width only.
fn renew_animation(path: &Path) -> Result<Renewed, Problem> {
    let renew = || -> ImageResult<Option<Renewed>> {
        let mut decoder = GifDecoder::new(BufReader::new(std::fs::File::open(path)?))?;
        decoder.set_limits(limits())?;
        let (width, height) = decoder.dimensions();
        let one = u64::from(width) * u64::from(height);
        let mut content = Vec::new();
        let mut encoder = GifEncoder::new_with_speed(&mut content, 10);
        encoder.set_repeat(Repeat::Infinite)?;
        let mut pixels = 0;
        for frame in decoder.into_frames() {
            pixels += one;
            if pixels > ANIMATED_PIXELS_MAX {
                return Ok(None);
            }
            encoder.encode_frame(frame?)?;
        }
        drop(encoder);
        Ok(Some(Renewed { content, width, height, scaled: Vec::new() }))
    };
    match renew() {
        Ok(Some(renewed)) => Ok(renewed),
        Ok(None) => Err(problem("files-image-too-large")),
        Err(error) => Err(told(&error)),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    limits
}

fn told(error: &image::ImageError) -> Problem {
    match error {
        image::ImageError::Limits(_) => problem("files-image-too-large"),
        _ => problem("files-image-broken"),
    }
}
