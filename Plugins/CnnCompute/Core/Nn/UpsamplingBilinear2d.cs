// A layer that interpolates between pixels, corners kept.
namespace CnnCompute;

/// <summary>torch.nn.UpsamplingBilinear2d: [N,C,H,W] enlarged linearly, corners aligned.</summary>
public sealed class UpsamplingBilinear2d(Pair? size = null, (float H, float W)? scaleFactor = null)
    : Upsample(size, scaleFactor, ResizeMode.Linear, alignCorners: true);
