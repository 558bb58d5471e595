// What a net sees, as code reads it.
using Engine;

namespace CnnCompute;

/// <summary>
/// The newest answer about an image. Reading it costs nothing and allocates nothing but when an answer has come; before the first one there is no
/// class. For the app's thread.
/// </summary>
public sealed class Seen
{
    private const int Most = 10;
    private readonly App app;
    private readonly Prediction[] top = new Prediction[Most];
    private readonly int[] order = new int[Most];
    private int count;
    private long read;

    internal Seen(App app, Entity entity)
    {
        (this.app, Entity) = (app, entity);
        Picture = app.Named($"{app.World.NameOf(entity)} picture");
    }

    /// <summary>The entity, with a <see cref="Classifier"/> that may be edited.</summary>
    public Entity Entity { get; }

    /// <summary>The picture that the newest answer is about.</summary>
    public SceneImage Picture { get; }

    /// <summary>Name of the best class; empty before the first answer.</summary>
    public string Label => Best.Label;

    /// <summary>Its probability; an independent score as the number it is.</summary>
    public float Score => Best.Score;

    /// <summary>The best class; <see cref="Prediction.None"/> before the first answer.</summary>
    public Prediction Best => Top is [var best, ..] ? best : Prediction.None;

    /// <summary>The best ten classes, best first; fewer where there are no more, none before the first answer. Valid until the next frame.</summary>
    public ReadOnlySpan<Prediction> Top
    {
        get
        {
            if (Running is { } running && running.Results != read)
                Take(running);
            return top.AsSpan(0, count);
        }
    }

    /// <summary>Scores of all classes; empty before the net is compiled. Valid until the next frame.</summary>
    public ReadOnlySpan<float> Scores => Running is { } running ? running.Probabilities : default;

    /// <summary>Answers so far.</summary>
    public long Answers => Running?.Results ?? 0;

    private Classification? Running => app.World.Find<Classification>(Entity);

    /// <summary>A layer of the net as a picture: its channels as tiles.</summary>
    /// <param name="layer">A value's name in the file, or a module's path; empty for the first maps.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows.</param>
    public SceneImage Maps(string layer = "", int width = 512, int height = 256) => app.ImageOf(app.Add(
        $"{app.World.NameOf(Entity)} {(layer.Length > 0 ? layer : "maps")}",
        new FeatureMaps { Classifier = Entity, Layer = layer, Width = width, Height = height }));

    /// <summary>The picture with a heat map of what made the net say so.</summary>
    public SceneImage Explain() => app.ImageOf(app.Add($"{app.World.NameOf(Entity)} explained", new Saliency { Classifier = Entity }));

    /// <summary>Ends it; between two frames.</summary>
    public void Remove() => app.Remove(Entity);

    /// <inheritdoc/>
    public override string ToString() => Best.ToString();

    private void Take(Classification running)
    {
        read = running.Results;
        count = running.Top(order);
        for (var rank = 0; rank < count; rank++)
        {
            var index = order[rank];
            top[rank] = new Prediction(index, running.NameOf(index), running.Probabilities[index]);
        }
    }
}
