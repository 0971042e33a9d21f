"""Makes the pictures and films in this folder; see README.md for the programs that it needs.

Everything that must not be published contains the word `secret`, and every position is the same one.
"""

import base64
import io
import struct
import subprocess
import zlib
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

PICTURES = Path(__file__).parent / "pictures"
FILMS = Path(__file__).parent / "films"
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = (
    b"<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
    b" xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='52,31.2N' exif:UserComment='secret'/>"
    b"</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
LOCATION = "+52.5200+013.4050/"


def picture(size=(24, 16)):
    """Four coloured quarters: every turn and every mirror image of it differs from it."""
    image = Image.new("RGB", size)
    width, height = size
    for x in range(width):
        for y in range(height):
            left, upper = x < width // 2, y < height // 2
            colour = (255, 0, 0) if left and upper else (0, 255, 0) if upper else (0, 0, 255) if left else (255, 255, 0)
            image.putpixel((x, y), colour)
    return image


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, subsampling=0, **options)
    return out.getvalue()


def ifd(entries, offset, after=0):
    """A directory of (tag, type, count, value) in little-endian order, with long values behind it."""
    data_at, data, body = offset + 2 + 12 * len(entries) + 4, b"", b""
    for tag, kind, count, value in entries:
        if len(value) > 4:
            body += struct.pack("<HHII", tag, kind, count, data_at + len(data))
            data += value + b"\0" * (len(value) % 2)
        else:
            body += struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", after) + data


def exif(orientation, thumbnail=b""):
    """Exif data with a camera, a position and a thumbnail."""
    rational = lambda *numbers: b"".join(struct.pack("<II", *number) for number in numbers)
    gps = lambda at: ifd(
        [
            (1, 2, 2, b"N\0"),
            (2, 5, 3, rational((52, 1), (31, 1), (1234, 100))),
            (3, 2, 2, b"E\0"),
            (4, 5, 3, rational((13, 1), (24, 1), (1830, 100))),
        ],
        at,
    )
    main = lambda gps_at, next_at: ifd(
        [
            (0x010F, 2, 14, b"secret camera\0"),
            (0x0112, 3, 1, struct.pack("<H", orientation)),
            (0x8825, 4, 1, struct.pack("<I", gps_at)),
        ],
        8,
        next_at,
    )
    gps_at = 8 + len(main(0, 0))
    thumb_at = gps_at + len(gps(gps_at))
    data = b"II*\0\x08\0\0\0" + main(gps_at, thumb_at if thumbnail else 0) + gps(gps_at)
    if thumbnail:
        thumb = lambda at: ifd([(0x201, 4, 1, struct.pack("<I", at)), (0x202, 4, 1, struct.pack("<I", len(thumbnail)))], thumb_at)
        data += thumb(thumb_at + len(thumb(0))) + thumbnail
    return data


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def iptc():
    """IPTC as Photoshop keeps it: resource 0x0404 with a city and a caption."""
    records = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text for number, text in ((90, b"Berlin"), (120, b"secret")))
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records + b"\0" * (len(records) % 2)


def phone_photo(orientation, plain, film=b"", second=True):
    """A JPEG as telephones save it: every kind of metadata, a second picture behind it, and a film behind that."""
    thumbnail = jpeg(picture((8, 8)), comment=b"secret thumbnail")
    # The JFIF segment comes first in what Pillow writes; it is replaced by one with a thumbnail of two by one pixels.
    assert plain[2:4] == b"\xff\xe0"
    rest = plain[4 + struct.unpack(">H", plain[4:6])[0] :]
    head = (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x01" + b"secret")
        + segment(0xE1, b"Exif\0\0" + exif(orientation, thumbnail))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
        + segment(0xED, iptc())
        + segment(0xE2, b"ICC_PROFILE\0\x01\x01" + ICC)
        + segment(0xE2, b"MPF\0II*\0\x08\0\0\0secret")
        + segment(0xEC, b"Ducky secret")
        + segment(0xFE, b"secret comment")
    )
    behind = b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + exif(1)) + jpeg(picture((8, 8)))[2:] if second else b""
    return head + rest + behind + film


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(image, orientation, **options):
    out = io.BytesIO()
    image.save(out, "PNG", icc_profile=ICC, **options)
    plain = out.getvalue()
    at = 8 + 25  # behind the signature and the header
    secrets = (
        chunk(b"eXIf", exif(orientation))
        + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
        + chunk(b"tEXt", b"Author\0secret")
        + chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(b"\niptc\n" + iptc().hex().encode() + b"\n"))
        + chunk(b"tIME", b"\x07\xea\x01\x01\0\0\0")
        + chunk(b"prVt", b"secret")
    )
    return plain[:at] + secrets + plain[at:] + b"secret behind the picture"


def riff(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp_frame_secret(data):
    """Puts a chunk of no known type into the first frame of an animation."""
    at = data.index(b"ANMF")
    length = struct.unpack("<I", data[at + 4 : at + 8])[0]
    frame = data[at + 8 : at + 8 + length] + riff(b"SECR", b"secret")
    data = data[:at] + riff(b"ANMF", frame) + data[at + 8 + length + length % 2 :]
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def gif(frames):
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0, comment=b"secret comment")
    data = out.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP" + XMP + bytes([1, *range(255, -1, -1), 0])
    text = b"\x21\x01\x0c" + bytes(12) + b"\x06secret\0"
    assert data.endswith(b"\x3b")
    return data[:-1] + xmp + text + b"\x3bsecret behind the picture"


def run(*command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def film(name, *options, codec="mpeg4"):
    run("ffmpeg", "-y", "-f", "lavfi", "-i", "color=c=red:s=16x16:d=0.04:r=25", "-c:v", codec, "-fflags", "+bitexact",
        "-flags:v", "+bitexact", *options, FILMS / name)


def main():
    write = lambda name, data: (PICTURES / name).write_bytes(data)
    image = picture()

    film("plain.mp4", "-map_metadata", "-1")
    film("location.mp4", "-metadata", f"location={LOCATION}")
    film("location.mov", "-metadata", f"location={LOCATION}")
    film("apple.mov", "-movflags", "use_metadata_tags", "-metadata", f"com.apple.quicktime.location.ISO6709={LOCATION}")
    film("location.3gp", "-metadata", f"location={LOCATION}")
    film("xmp.mp4", "-map_metadata", "-1")
    (FILMS / "xmp.tmp").write_bytes(XMP)
    run("exiftool", "-overwrite_original", f"-XMP<={FILMS / 'xmp.tmp'}", FILMS / "xmp.mp4")
    (FILMS / "xmp.tmp").unlink()
    film("nowhere.mp4", "-metadata", "location=+00.0000+000.0000/")

    motion = (FILMS / "location.mp4").read_bytes()
    write("phone.jpg", phone_photo(6, jpeg(image), film=motion))
    for orientation in (1, 3, 5, 8):
        write(f"turned-{orientation}.jpg", phone_photo(orientation, jpeg(image), second=False))
    plain, restarted = PICTURES / "plain.tmp", PICTURES / "restarted.tmp"
    plain.write_bytes(jpeg(image))
    run("jpegtran", "-progressive", "-restart", "1B", "-outfile", restarted, plain)
    write("progressive.jpg", phone_photo(8, restarted.read_bytes(), second=False))
    write("clean.jpg", plain.read_bytes())
    write("cmyk.jpg", jpeg(image.convert("CMYK"), exif=b"Exif\0\0" + exif(1)))
    plain.unlink()
    restarted.unlink()

    write("turned.png", png(image, 6))
    frames = [image, image.transpose(Image.Transpose.ROTATE_180)]
    write("animated.png", png(image, 1, save_all=True, append_images=frames[1:], duration=100))
    write("palette.png", png(image.quantize(4), 1))

    for name, options in (("lossy.webp", {"quality": 80}), ("turned.webp", {"lossless": True})):
        image.save(PICTURES / name, exif=exif(6 if "turned" in name else 1), xmp=XMP, icc_profile=ICC, **options)
    out = io.BytesIO()
    image.save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True, exif=exif(1), xmp=XMP)
    write("animated.webp", webp_frame_secret(out.getvalue()) + b"secret behind the picture")

    write("animated.gif", gif(frames))

    # Pillow turns an orientation in Exif into the property that turns the picture.
    image.save(PICTURES / "turned.avif", quality=90, exif=b"Exif\0\0" + exif(6), xmp=XMP, icc_profile=ICC)
    image.save(PICTURES / "upright.avif", quality=90, exif=b"Exif\0\0" + exif(1), xmp=XMP)
    png_of = lambda at: PICTURES / f"frame-{at}.tmp.png"
    for at, frame in enumerate(frames):
        frame.save(png_of(at))
    (PICTURES / "xmp.tmp").write_bytes(XMP)
    (PICTURES / "exif.tmp").write_bytes(exif(1))
    run("avifenc", "-s", "10", "--xmp", PICTURES / "xmp.tmp", "--exif", PICTURES / "exif.tmp", png_of(0), png_of(1), PICTURES / "animated.avif")
    for at in range(2):
        png_of(at).unlink()
    (PICTURES / "xmp.tmp").unlink()
    (PICTURES / "exif.tmp").unlink()
    # Data that telephones put behind the picture: a box with a film.
    data = (PICTURES / "upright.avif").read_bytes()
    write("motion.avif", data + struct.pack(">I", 8 + len(motion)) + b"mpvd" + motion)

    pillow_heif.register_heif_opener()
    image.save(PICTURES / "photo.heic", quality=60, exif=b"Exif\0\0" + exif(1), xmp=XMP)

    icon = io.BytesIO()
    image.resize((16, 16)).save(icon, "PNG")
    inside = icon.getvalue()
    inside = inside[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + inside[33:]
    directory = struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(inside), 22)
    write("icon.ico", directory + inside + b"secret behind the picture")

    photo = base64.b64encode(phone_photo(6, jpeg(picture((8, 8))), second=False)).decode()
    write("drawing.svg", f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Two > one -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 16" width="24" height="16">
<metadata id="a>b">{XMP.decode()}<metadata/></metadata>
<rect width="24" height="16" fill="#0f0"/>
<image width="8" height="8" xlink:href="data:image/jpeg;base64,{photo}"/>
</svg>
""".encode())


main()
