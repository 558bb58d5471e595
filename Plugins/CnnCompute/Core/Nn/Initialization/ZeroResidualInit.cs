// Residual blocks that begin as the identity.
namespace CnnCompute;

/// <summary>
/// The last weight of every residual branch begins at zero (Goyal et al., "Accurate, Large Minibatch SGD", 2017), so that a net begins as shallow as
/// it can be.
/// </summary>
/// <param name="Names">Which blocks, by the key of that weight; null for all.</param>
[Named("zero-residual", "The last weight of every residual branch begins at zero, so that blocks begin as the identity.")]
public sealed record ZeroResidualInit(string? Names = null) : Initialization(Names)
{
    private protected override IEnumerable<(string Key, Parameter Parameter, int Place)> Choose(Module module)
    {
        var last = module.Modules().OfType<IResidualBlock>().Select(b => b.LastWeight).ToHashSet();
        var named = Names is null ? null : base.Choose(module).Select(c => c.Parameter).ToHashSet();
        return module.StateDict().Index().Where(e => last.Contains(e.Item.Value) && named?.Contains(e.Item.Value) != false)
            .Select(e => (e.Item.Key, e.Item.Value, e.Index));
    }

    private protected override Func<float[]> Maker(string key, Shape shape, Philox random) => () => new float[shape.Count];
}
