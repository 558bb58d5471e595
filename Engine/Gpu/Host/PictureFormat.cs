// The kinds of picture file that are told apart.
namespace Engine;

/// <summary>How a picture is stored, as its first bytes say.</summary>
public enum PictureFormat
{
    /// <summary>ISO/IEC 15948.</summary>
    Png,

    /// <summary>ISO/IEC 10918.</summary>
    Jpeg,

    /// <summary>Windows' bitmap.</summary>
    Bmp,

    /// <summary>CompuServe's, one picture or several that move.</summary>
    Gif,

    /// <summary>Truevision's; it has no signature.</summary>
    Tga,

    /// <summary>RFC 9649.</summary>
    WebP,

    /// <summary>TIFF 6.0.</summary>
    Tiff,

    /// <summary>AV1 in HEIF's boxes.</summary>
    Avif,

    /// <summary>HEVC in HEIF's boxes, as telephones make it.</summary>
    Heic,
}
