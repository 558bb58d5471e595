// Runs the motions of a scene.
using System.Numerics;

namespace Engine;

/// <summary>Second step of the capture phase: pictures that came in are moved on the device.</summary>
public static class MotionSystem
{
    private static readonly QueryDescription New = new QueryDescription().WithAll<Motion>().WithNone<Moved>();
    private static readonly QueryDescription Running = new QueryDescription().WithAll<Motion, Moved>();

    /// <summary>Draws each moved picture for this frame's time.</summary>
    public static void Run(Frame frame)
    {
        var images = frame.App.Shared(_ => new Images());
        if (frame.World.CountEntities(in New) > 0)
            Attach(frame, images);
        foreach (ref var chunk in frame.World.Query(in Running))
        {
            foreach (var i in chunk)
            {
                ref var moved = ref chunk.Get<Moved>(i);
                ref var motion = ref chunk.Get<Motion>(i);
                if (moved.Image.Width != Side(motion))
                {
                    var old = moved;
                    moved = Make(frame, chunk.Entity(i), motion, images);
                    old.Dispose();
                }
                if (images.TryGet(motion.Image, out var source))
                    Move(frame, motion, source, moved.Image);
            }
        }
    }

    private static void Move(Frame frame, in Motion motion, GpuImage source, GpuImage target)
    {
        // Periods with no common multiple, so that the motion does not repeat soon.
        var phase = frame.Time / motion.Period;
        static float Wave(double x) => (float)Math.Sin(x * Math.Tau);
        var push = new Push(
            new Vector2(Wave(phase), Wave(phase * 0.77 + 0.2)) * motion.Move, 1 + Wave(phase * 0.61) * motion.Scale,
            Wave(phase * 0.53) * motion.Turn * (MathF.PI / 180), 1 + Wave(phase * 0.37) * motion.Light);
        var commands = frame.Commands;
        commands.Barrier();
        commands.Dispatch(frame.App.Gpu.Kernel("Video/motion"), (target.Width, target.Height, 1), push, Binding.SampledUnorm(source), target);
        commands.Barrier();
    }

    private static void Attach(Frame frame, Images images)
    {
        var entities = new Entity[frame.World.CountEntities(in New)];
        frame.World.GetEntities(in New, entities);
        foreach (var entity in entities)
            frame.World.Add(entity, Make(frame, entity, frame.World.Get<Motion>(entity), images));
    }

    private static Moved Make(Frame frame, Entity entity, in Motion motion, Images images)
    {
        var name = frame.World.NameOf(entity);
        return new Moved(frame.App.Gpu.Image(Side(motion), Side(motion), name), images, name);
    }

    private static int Side(in Motion motion) => Math.Clamp(motion.Size, 1, 4096);

    private readonly record struct Push(Vector2 Move, float Scale, float Angle, float Light);
}

/// <summary>The running side of a <see cref="Motion"/>: the picture it writes.</summary>
internal sealed class Moved : IDisposable
{
    private readonly Images images;
    private readonly string name;

    internal Moved(GpuImage image, Images images, string name)
    {
        (Image, this.images, this.name) = (image, images, name);
        images.Publish(name, image);
    }

    internal GpuImage Image { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, Image);
        Image.Dispose();
    }
}
