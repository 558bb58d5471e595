// Says where an entity's pictures come from.
namespace Engine;

/// <summary>
/// A stream of pictures, published as an image under the entity's name. <see cref="Source"/> is <c>scenery</c>, a moving landscape drawn on the spot,
/// <c>testpattern</c>, <c>clutter</c>, a picture or a folder of them, a video file, <c>camera</c> for the best camera there is,
/// a certain one (<c>/dev/video0</c>, <c>/dev/v4l/by-id/…</c>; <c>cnn cameras</c> lists them), <c>screen</c>, a network's address
/// (<c>rtsp://…</c>, <c>http://…</c>), or <c>scheme:rest</c> for a kind that a plugin brings, such as <c>dataset:fashion-mnist</c>. A camera is
/// asked for the mode nearest to width, height and rate and scaled to cover the frame.
/// Entities that name the same source with the same settings share one stream.
/// </summary>
public record struct VideoSource()
{
    /// <summary>Where the pictures come from; relative paths start at the scene file's folder.</summary>
    public string Source { get; set; } = "testpattern";

    /// <summary>Width of the frames in pixels.</summary>
    public int Width { get; set; } = 640;

    /// <summary>Height of the frames in pixels.</summary>
    public int Height { get; set; } = 480;

    /// <summary>Pictures a second; a folder shows at most one, for they are to be looked at.</summary>
    public double Rate { get; set; } = 30;

    /// <summary>Whether left and right change places, as in a mirror: what a person before a camera expects.</summary>
    public bool Mirror { get; set; } = false;

    /// <summary>Share of the picture's middle that is shown, from 0.05 to 1: a zoom.</summary>
    public float Crop { get; set; } = 1;
}
