// Which of a shader's bindings change with the storage of activations.
namespace CnnCompute;

/// <summary>How a binding's two forms differ.</summary>
internal enum Follow
{
    /// <summary>The same in both.</summary>
    Never,

    /// <summary>Half the bytes in 16-bit storage.</summary>
    Always,

    /// <summary>Views of both kinds: results follow, partial results in temporaries stay f32.</summary>
    Results,
}
