// Writes classifiers' results into labels and charts.
using Engine;

namespace CnnCompute;

/// <summary>Compute phase, after the classifiers: formats in place, so that steady frames allocate nothing.</summary>
public static class ReadoutSystem
{
    private static readonly QueryDescription NewTexts = new QueryDescription().WithAll<Readout, Label>().WithNone<TextBuffer>();
    private static readonly QueryDescription NewBars = new QueryDescription().WithAll<ClassBars, BarChart>().WithNone<Bars>();
    private static readonly QueryDescription Texts = new QueryDescription().WithAll<Readout, Label, TextBuffer>();
    private static readonly QueryDescription Charts = new QueryDescription().WithAll<ClassBars, Bars>();

    /// <summary>Brings every readout up to date.</summary>
    public static void Run(Frame frame)
    {
        var world = frame.World;
        if (world.CountEntities(in NewTexts) > 0)
            Attach(world, in NewTexts, static (_, _) => new TextBuffer());
        if (world.CountEntities(in NewBars) > 0)
            Attach(world, in NewBars, static (world, entity) => new Bars(Rows(world.Get<ClassBars>(entity))));
        foreach (ref var chunk in world.Query(in Texts))
        {
            foreach (var i in chunk)
            {
                ref var readout = ref chunk.Get<Readout>(i);
                if (readout.Show is ReadoutKind.Method or ReadoutKind.Explained)
                    Write(readout.Show, SaliencySystem.Find(world, readout.Saliency), chunk.Get<Label>(i).Text, chunk.Get<TextBuffer>(i));
                else if (readout.Show == ReadoutKind.Objective)
                    Write(VisualizationSystem.Find(world, readout.Visualization), chunk.Get<Label>(i).Text, chunk.Get<TextBuffer>(i));
                else
                    Write(frame, readout.Show, Find(world, readout.Classifier), chunk.Get<Label>(i).Text, chunk.Get<TextBuffer>(i));
            }
        }
        foreach (ref var chunk in world.Query(in Charts))
        {
            foreach (var i in chunk)
            {
                ref var wanted = ref chunk.Get<ClassBars>(i);
                ref var bars = ref chunk.Get<Bars>(i);
                if (bars.Values.Length != Rows(wanted))
                    bars = new Bars(Rows(wanted));
                if (Find(world, wanted.Classifier) is { Results: > 0 } result)
                    Write(result, bars);
            }
        }
    }

    private static int Rows(in ClassBars wanted) => Math.Clamp(wanted.Count, 1, 20);

    private static Classification? Find(World world, Entity classifier) =>
        classifier != Entity.Null && world.IsAlive(classifier) && world.TryGet<Classification>(classifier, out var result) ? result : null;

    private static void Attach<T>(World world, in QueryDescription which, Func<World, Entity, T> make)
    {
        var entities = new Entity[world.CountEntities(in which)];
        world.GetEntities(in which, entities);
        foreach (var entity in entities)
            world.Add(entity, make(world, entity));
    }

    private static void Write(Frame frame, ReadoutKind show, Classification? result, string before, TextBuffer text)
    {
        Span<char> scratch = stackalloc char[32];
        Span<int> top = stackalloc int[1];
        var free = text.Free;
        int length;
        if (show == ReadoutKind.Rate)
        {
            free.TryWrite($"{before}{frame.App.FramesPerSecond:F0} frames/s on {frame.Gpu.Info.Name}", out length);
        }
        else if (result is not { Results: > 0 })
        {
            free.TryWrite($"{before}…", out length);
        }
        else if (show == ReadoutKind.Top)
        {
            result.Top(top);
            free.TryWrite($"{before}{result.NameOf(top[0], scratch)}", out length);
        }
        else if (show == ReadoutKind.Probability)
        {
            result.Top(top);
            free.TryWrite($"{before}{result.Probabilities[top[0]] * 100:F1} %", out length);
        }
        else if (show == ReadoutKind.Truth)
        {
            if (result.Picture.Label < 0)
                free.TryWrite($"{before}unknown", out length);
            else
                free.TryWrite($"{before}{result.NameOf(result.Picture.Label, scratch)}", out length);
        }
        else if (show == ReadoutKind.Accuracy)
        {
            if (result.Judged == 0)
                free.TryWrite($"{before}–", out length);
            else
                free.TryWrite($"{before}{100.0 * result.Right / result.Judged:F1} % ({result.Right} of {result.Judged})", out length);
        }
        else
        {
            free.TryWrite($"{before}{result.Model.Name}, {result.Plan.Macs / 1e6:F1} M multiply-adds", out length);
        }
        text.Written(length);
    }

    private static void Write(ReadoutKind show, SaliencyView? view, string before, TextBuffer text)
    {
        Span<char> scratch = stackalloc char[32];
        var free = text.Free;
        int length;
        if (view is null || (show == ReadoutKind.Explained && view.Results == 0))
            free.TryWrite($"{before}…", out length);
        else if (show == ReadoutKind.Method && view.Running.Method is AttributionMethod.GradCam or AttributionMethod.GuidedGradCam)
            free.TryWrite($"{before}{Attribution.NameOf(view.Running.Method)} of {view.Layer}", out length);
        else if (show == ReadoutKind.Method)
            free.TryWrite($"{before}{Attribution.NameOf(view.Running.Method)}", out length);
        else if (view.Running.Objective.Length > 0)
            free.TryWrite($"{before}{view.Running.Objective}", out length);
        else
            free.TryWrite($"{before}{view.NameOf(view.Found.Class, scratch)}, {view.Found.Probability * 100:F1} %", out length);
        text.Written(length);
    }

    private static void Write(VisualizationView? view, string before, TextBuffer text)
    {
        int length;
        if (view is null)
            text.Free.TryWrite($"{before}…", out length);
        else
            text.Free.TryWrite($"{before}{view.Caption}: {view.Objective:F1}, step {view.Step}", out length);
        text.Written(length);
    }

    private static void Write(Classification result, Bars bars)
    {
        Span<char> scratch = stackalloc char[32];
        Span<int> top = stackalloc int[bars.Values.Length];
        var count = result.Top(top);
        bars.Marked = -1;
        for (var row = 0; row < count; row++)
        {
            bars.Names[row].Set(result.NameOf(top[row], scratch));
            bars.Values[row] = result.Probabilities[top[row]];
            if (top[row] == result.Picture.Label)
                bars.Marked = row;
        }
    }
}
