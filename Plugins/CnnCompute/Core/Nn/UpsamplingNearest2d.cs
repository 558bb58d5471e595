// A layer that repeats pixels.
namespace CnnCompute;

/// <summary>torch.nn.UpsamplingNearest2d: [N,C,H,W] enlarged by repeating pixels.</summary>
public sealed class UpsamplingNearest2d(Pair? size = null, (float H, float W)? scaleFactor = null) : Upsample(size, scaleFactor);
