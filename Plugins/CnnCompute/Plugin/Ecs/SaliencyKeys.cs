// The keys of heat maps.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys edit every heat map.</summary>
public static class SaliencyKeys
{
    private const float OpacityStep = 0.1f;
    private static readonly QueryDescription All = new QueryDescription().WithAll<Saliency>();

    /// <summary>E: next method; G: next layer of Grad-CAM; [ and ]: less and more of the heat map.</summary>
    public static void Run(Frame frame)
    {
        var input = frame.Input;
        var (method, layer) = (input.WasPressed(Key.E), input.WasPressed(Key.G));
        var opacity = (input.WasPressed(Key.RightBracket) ? OpacityStep : 0) - (input.WasPressed(Key.LeftBracket) ? OpacityStep : 0);
        if (!method && !layer && opacity == 0)
            return;
        foreach (ref var chunk in frame.World.Query(in All))
        {
            foreach (var i in chunk)
            {
                ref var wanted = ref chunk.Get<Saliency>(i);
                // Beyond what is possible it ends at the border, without a word: the key shows it.
                wanted.Heat = (wanted.Heat with { Opacity = wanted.Heat.Opacity + opacity }).Clamped([]);
                if (method)
                {
                    wanted.Options = wanted.Options with
                    {
                        Method = (AttributionMethod)(((int)wanted.Options.Method + 1) % Enum.GetValues<AttributionMethod>().Length),
                    };
                }
                if (layer && frame.World.Find<SaliencyView>(chunk.Entity(i)) is { } view)
                    wanted.Options = wanted.Options with { Layer = view.NextLayer };
            }
        }
    }
}
