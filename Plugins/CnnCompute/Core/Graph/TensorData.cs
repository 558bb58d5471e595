// An array on the host: what state dicts and files hold.
namespace CnnCompute;

/// <summary>Values of a given shape in NCHW order, on the host.</summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Values">As many as the shape has elements, last dimension fastest.</param>
public sealed record TensorData(Shape Shape, float[] Values)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Shape}";
}
