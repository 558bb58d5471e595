// Nets of an app by code: the entry to the short way.
using System.Numerics;
using Engine;

namespace CnnCompute;

/// <summary>What a scene file says with Classifier, StyleTransfer, DeepDream and Teach.</summary>
public static class AppNets
{
    /// <summary>
    /// A net that looks at images of the app. It is opened here, once for all who name the same file; what it is asked for is compiled by the next
    /// frame, which throws what a scene would end with.
    /// </summary>
    /// <param name="app">The app; the plugin is installed where it is not yet.</param>
    /// <param name="model">A file (.onnx, .safetensors), a net in training, or one of the program's own (<see cref="ModelFile.Usual"/>).</param>
    /// <param name="options">What the file does not say; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another format, or takes no pictures.</exception>
    /// <exception cref="NotSupportedException">An ONNX operator is not known.</exception>
    public static LiveNet Net(this App app, string model, NetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        app.Use<CnnComputePlugin>();
        // Components look for files from the scene's folder; who writes code means the working folder.
        var path = File.Exists(model) ? Path.GetFullPath(model) : model;
        options = (options ?? new NetOptions()) with { Labels = options?.Labels is { Length: > 0 } labels ? Path.GetFullPath(labels) : "" };
        var found = app.Load(Path.GetFileName(model), () => app.Models().Open(path)).Model;
        return new LiveNet(app, path, options, options.Apply(found));
    }

    /// <summary>Shows in the window what a net sees: the name of the best class and how sure it is.</summary>
    /// <param name="app">The app.</param>
    /// <param name="seen">What it sees.</param>
    /// <param name="position">Left top corner of the capitals, in design units (1280×720).</param>
    /// <param name="size">The letters' em in design units.</param>
    public static Entity Show(this App app, Seen seen, Vector2? position = null, float size = 36)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return ShowTop(app, seen.Entity, position, size);
    }

    /// <summary>Shows in the window what was learnt: the name of the class and how sure it is.</summary>
    public static Entity Show(this App app, Teachable taught, Vector2? position = null, float size = 36)
    {
        ArgumentNullException.ThrowIfNull(taught);
        return ShowTop(app, taught.Entity, position, size);
    }

    private static Entity ShowTop(App app, Entity asked, Vector2? position, float size)
    {
        var at = position ?? new Vector2(32, 32);
        Line("probability", at + new Vector2(0, size * 1.3f), size * 0.6f);
        return Line("top", at, size);

        Entity Line(string show, Vector2 place, float em)
        {
            var entity = app.Add("text", new Label { Position = place, Size = em });
            app.World.Add(entity, new Readout { Target = asked, Show = show });
            return entity;
        }
    }
}
