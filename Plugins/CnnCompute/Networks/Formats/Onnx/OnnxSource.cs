// What every import of a model draws from.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>A model's arrays and operator sets.</summary>
/// <param name="Constants">Its arrays.</param>
/// <param name="Opset">Version of the operator set.</param>
/// <param name="Opsets">Versions of nodes that came from a function with another one.</param>
internal sealed record OnnxSource(OnnxConstants Constants, long Opset, IReadOnlyDictionary<NodeProto, long> Opsets);
