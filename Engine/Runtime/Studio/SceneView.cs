// The running side of a scene camera: what it sees, as an image with a class.
using System.Numerics;

namespace Engine;

/// <summary>A second component of an entity with a <see cref="SceneCamera"/>; disposed with it.</summary>
public sealed class SceneView : ILive<SceneCamera>, IPictureSource
{
    private const int Finest = 2;
    private static readonly QueryDescription Meshes = new QueryDescription().WithAll<MeshRenderer, Transform>();
    private readonly App app;
    private readonly Entity entity;
    private readonly string name;
    private readonly RenderTarget target;
    private readonly List<Seen> labelled = [];
    private readonly List<string> classes = [];
    private SceneCamera camera;

    private SceneView(App app, Entity entity, string name, in SceneCamera camera)
    {
        (this.app, this.entity, this.name, this.camera) = (app, entity, name, camera);
        // Twice the size, so that edges are smooth and pictures on meshes do not flicker.
        target = app.Gpu.RenderTarget(camera.Width * Finest, camera.Height * Finest, name);
        try
        {
            Image = app.Gpu.Image(camera.Width, camera.Height, name);
        }
        catch
        {
            target.Dispose();
            throw;
        }
        app.Images.Publish(name, Image);
    }

    /// <summary>What readouts show of it.</summary>
    internal static Readings<SceneView> Readings { get; } = new()
    {
        { "class", static (view, _, text) => text.Append($"{view.ClassName}") },
        { "picture", static (view, _, text) => text.Append($"picture {view.Picture.Index + 1:N0}") },
    };

    /// <inheritdoc/>
    public GpuImage Image { get; }

    /// <inheritdoc/>
    public PictureInfo Picture { get; private set; } = new(-1, -1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => classes;

    private string ClassName => Picture.Label >= 0 && Picture.Label < classes.Count ? classes[Picture.Label] : "";

    internal static SceneView Make(Frame frame, Entity entity, SceneCamera wanted)
    {
        var name = frame.World.NameOf(entity);
        Check(name, wanted);
        return new SceneView(frame.App, entity, name, wanted);
    }

    /// <inheritdoc/>
    public bool Takes(in SceneCamera edited)
    {
        Check(name, edited);
        if ((edited.Width, edited.Height) != (camera.Width, camera.Height))
            return false;
        camera = edited;
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (frame.App.IsPaused)
            return;
        // In sixtieths of a second, as streams count them, so that a stream and the eye that sees it go on in the same frame.
        var number = (long)(Math.Round(frame.Time * 60) * camera.Rate / 60);
        if (number == Picture.Index)
            return;
        Look(frame.World);
        var chance = new Chance(camera.Seed, number, Chance.Of(name));
        var shown = labelled.Count > 0 ? labelled[chance.Below(labelled.Count)] : default;
        var label = labelled.Count == 0 ? -1 : shown.Source is { } source ? source.Picture.Label : shown.Label;
        Render(frame, number, shown.Entity, ref chance);
        Picture = new PictureInfo(number, label);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        app.Images.Withdraw(name, Image);
        Image.Dispose();
        target.Dispose();
    }

    private static void Check(string name, in SceneCamera camera)
    {
        if (camera.Width is < 1 or > 4096 || camera.Height is < 1 or > 4096)
        {
            throw new InvalidOperationException(
                $"scene camera {name}: pictures of {camera.Width}×{camera.Height} are not possible; width and height go from 1 to 4096");
        }
        if (!(camera.Rate > 0))
            throw new InvalidOperationException($"scene camera {name}: {camera.Rate} pictures a second are not possible; rate must be above 0");
    }

    // What of its layer has a class, in the order of the entities. Classes get their numbers in the order in which they are met, and keep them.
    private void Look(World world)
    {
        labelled.Clear();
        foreach (ref var chunk in world.Query(in Meshes))
        {
            if (!chunk.Has<ClassLabel>())
                continue;
            foreach (var i in chunk)
            {
                if (chunk.Get<MeshRenderer>(i).Layer != camera.Layer)
                    continue;
                ref var label = ref chunk.Get<ClassLabel>(i);
                var source = world.PicturesOf(label.Source);
                labelled.Add(new Seen(chunk.Entity(i), source, source is null ? Number(label.Name) : -1));
                if (source is not null && classes.Count == 0 && source.Classes.Count > 0)
                    classes.AddRange(source.Classes);
            }
        }
    }

    private int Number(string label)
    {
        if (label.Length == 0)
            return -1;
        var at = classes.IndexOf(label);
        if (at >= 0)
            return at;
        classes.Add(label);
        return classes.Count - 1;
    }

    private void Render(Frame frame, long number, Entity shown, ref Chance chance)
    {
        var (world, commands) = (frame.World, frame.Commands);
        var at = world.TryGet<Transform>(entity, out var transform) ? transform : new Transform { Position = new Vector3(0, 0, 3) };
        var own = world.TryGet<Randomize>(entity, out var random) ? random : new Randomize();
        var clip = camera.ClipFromWorld(own.Moved(at, ref chance));
        commands.BeginDraw(target, Srgb.Decode(camera.Background));
        // What has a class comes last: where its picture is transparent, what lies behind it is there already.
        Draw(frame, number, clip, Entity.Null);
        if (shown != Entity.Null)
            Draw(frame, number, clip, shown);
        commands.EndDraw();
        var tint = own.Tint(ref chance);
        var push = new Lens(new Vector4(tint, 1), 0.5f + Math.Max(0, chance.Between(own.Blur.X, own.Blur.Y)),
            chance.Between(own.Contrast.X, own.Contrast.Y), own.Noise * chance.Next(), (uint)number * 2654435761u);
        commands.Barrier();
        commands.Dispatch(frame.Gpu.Kernel("Video/lens"), (Image.Width, Image.Height, 1), push, Binding.SampledUnorm(target.Image), Image);
        commands.Barrier();
    }

    private void Draw(Frame frame, long number, in Matrix4x4 clip, Entity shown)
    {
        var drawing = frame.App.Shared(app => new Drawing(app.Gpu));
        foreach (ref var chunk in frame.World.Query(in Meshes))
        {
            var (isLabelled, isRandom) = (chunk.Has<ClassLabel>(), chunk.Has<Randomize>());
            if (isLabelled != (shown != Entity.Null))
                continue;
            foreach (var i in chunk)
            {
                var mesh = chunk.Get<MeshRenderer>(i);
                if (mesh.Layer != camera.Layer || (isLabelled && chunk.Entity(i) != shown))
                    continue;
                var model = chunk.Get<Transform>(i).Matrix;
                if (isRandom)
                {
                    var chance = new Chance(camera.Seed, number, NumberOf(frame.World, chunk.Entity(i)));
                    ref var random = ref chunk.Get<Randomize>(i);
                    if (chance.Next() >= random.Seen)
                        continue;
                    model = random.Moved(chunk.Get<Transform>(i), ref chance);
                    mesh.Colour *= new Vector4(random.Tint(ref chance), 1);
                }
                if (mesh.Image.Length == 0 || frame.Images.TryGet(mesh.Image, out _))
                    drawing.DrawMesh(frame.Commands, mesh, model, clip, frame.Images.Find(mesh.Image));
            }
        }
    }

    // An entity without a name has its number alone: names made of it would be made in every frame.
    private static uint NumberOf(World world, Entity entity) =>
        world.TryFind<EntityName>(entity, out var name) ? Chance.Of(name.Name) : (uint)entity.Id;

    private readonly record struct Seen(Entity Entity, IPictureSource? Source, int Label);

    private readonly record struct Lens(Vector4 Light, float Radius, float Contrast, float Noise, uint Seed);
}
