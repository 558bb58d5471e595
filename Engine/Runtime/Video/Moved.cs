// The running side of a motion: the picture it writes.
using System.Numerics;

namespace Engine;

/// <summary>A second component of an entity with a <see cref="Motion"/>; disposed with it.</summary>
internal sealed class Moved : ILive<Motion>
{
    private readonly Images images;
    private readonly GpuImage image;
    private readonly string name;
    private Motion motion;

    private Moved(Images images, string name, in Motion motion, GpuImage image)
    {
        (this.images, this.name, this.motion, this.image) = (images, name, motion, image);
        images.Publish(name, image);
    }

    public static Moved Make(Frame frame, Entity entity, Motion motion)
    {
        var name = frame.World.NameOf(entity);
        return new Moved(frame.Images, name, motion, frame.Gpu.Image(Side(motion), Side(motion), name));
    }

    /// <inheritdoc/>
    public bool Takes(in Motion edited)
    {
        if (Side(edited) != image.Width)
            return false;
        motion = edited;
        return true;
    }

    /// <summary>Draws the moved picture for this frame's time.</summary>
    public void Run(Frame frame)
    {
        if (!images.TryGet(motion.Image, out var source))
            return;
        // Periods with no common multiple, so that the motion does not repeat soon.
        var phase = frame.Time / motion.Period;
        static float Wave(double x) => (float)Math.Sin(x * Math.Tau);
        var push = new Push(
            new Vector2(Wave(phase), Wave(phase * 0.77 + 0.2)) * motion.Move, 1 + Wave(phase * 0.61) * motion.Scale,
            Wave(phase * 0.53) * motion.Turn * (MathF.PI / 180), 1 + Wave(phase * 0.37) * motion.Light);
        var commands = frame.Commands;
        commands.Barrier();
        commands.Dispatch(frame.Gpu.Kernel("Video/motion"), (image.Width, image.Height, 1), push, Binding.SampledUnorm(source), image);
        commands.Barrier();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, image);
        image.Dispose();
    }

    private static int Side(in Motion motion) => Math.Clamp(motion.Size, 1, 4096);

    private readonly record struct Push(Vector2 Move, float Scale, float Angle, float Light);
}
