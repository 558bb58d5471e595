// A net of an app, and what it can be asked for.
using Engine;

namespace CnnCompute;

/// <summary>
/// A net that looks at images while frames are made. Each method adds an entity with the component that a scene file would have
/// (<see cref="Classifier"/>, <see cref="StyleTransfer"/>, <see cref="DeepDream"/>, <see cref="CnnCompute.Teach"/>), whose every field may be edited
/// afterwards. All share the net's weights. For the app's thread, between two frames.
/// </summary>
public sealed class LiveNet
{
    private readonly App app;
    private readonly string path;
    private readonly NetOptions options;

    internal LiveNet(App app, string path, NetOptions options, ModelFile model) =>
        (this.app, this.path, this.options, Model) = (app, path, options, model);

    /// <summary>The opened model.</summary>
    public ModelFile Model { get; }

    private string Name => Path.GetFileNameWithoutExtension(path);

    /// <summary>Names what an image shows, picture after picture; answers come some frames after their picture, and no frame waits.</summary>
    /// <param name="image">What it looks at.</param>
    /// <param name="budget">Milliseconds of each frame it may take; a longer run is spread over frames. 0 for all at once.</param>
    /// <param name="crop">Share of the picture's middle that is looked at.</param>
    public Seen See(SceneImage image, float budget = 0, float crop = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        _ = Model.NeededNorm;
        return new Seen(app, app.Add(Name, new Classifier
        {
            Model = path,
            Image = image.Name,
            Labels = options.Labels,
            Norm = options.Norm,
            Scores = options.Scores,
            Output = options.Output,
            Size = options.Size,
            Budget = budget,
            Crop = crop,
        }));
    }

    /// <summary>Paints an image: with this net where it is a style net, or in the manner of a picture, as this net sees it.</summary>
    /// <param name="image">What is painted.</param>
    /// <param name="style">
    /// A picture file whose manner it takes, painted by optimisation, which grows while one watches; empty for a style net.
    /// </param>
    /// <param name="width">Columns that are painted; the rows follow from the image's proportions.</param>
    /// <param name="budget">Milliseconds of each frame it may take; 0 for a whole picture in every frame.</param>
    public SceneImage Paint(SceneImage image, string style = "", int width = 256, float budget = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        var wanted = new StyleTransfer { Image = image.Name, Norm = options.Norm, Width = width, Budget = budget };
        return app.ImageOf(app.Add($"{image.Name} painted", style.Length == 0
            ? wanted with { Net = path }
            : wanted with { Model = path, Style = Path.GetFullPath(style) }));
    }

    /// <summary>Dreams upon an image, which it follows.</summary>
    /// <param name="image">What it dreams upon.</param>
    /// <param name="layer">
    /// What there shall be more of: a layer, a channel of it, a class (<see cref="DreamOptions.Objective"/>); empty for the layer that shows most.
    /// </param>
    /// <param name="width">Columns of the dream.</param>
    /// <param name="height">Rows.</param>
    /// <param name="budget">Milliseconds of each frame it may take.</param>
    public SceneImage Dream(SceneImage image, string layer = "", int width = 256, int height = 192, float budget = 10)
    {
        ArgumentNullException.ThrowIfNull(image);
        return app.ImageOf(app.Add($"{image.Name} dreamt", new DeepDream
        {
            Model = path,
            Image = image.Name,
            Norm = options.Norm,
            Width = width,
            Height = height,
            Budget = budget,
            Options = DreamOptions.Live with { Objective = layer },
        }));
    }

    /// <summary>Learns what it is shown, with this net's features; the net itself stays as it is.</summary>
    /// <param name="image">What it looks at.</param>
    /// <param name="folder">Where examples are kept, a folder for each class, read at the beginning; empty for nowhere.</param>
    /// <param name="head">What answers.</param>
    /// <param name="budget">Milliseconds of each frame it may take; 0 for a whole look in every frame.</param>
    public Teachable Teach(SceneImage image, string folder = "", TeachHead head = TeachHead.Prototypes, float budget = 12)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new Teachable(app, app.Add($"{image.Name} taught", new Teach
        {
            Model = path,
            Image = image.Name,
            Out = folder,
            Head = head,
            Budget = budget,
            Size = options.Size > 0 ? options.Size : Teaching.UsualSide,
        }));
    }
}
