// What runs for a component, and what else it may have been made for.
namespace Engine;

/// <summary>
/// The running side of a component: a second component of its entity, attached by a <see cref="Live{TWanted, TRunning}"/>, disposed with the entity
/// or when the first component is removed.
/// </summary>
/// <typeparam name="TWanted">The component as scenes write it.</typeparam>
public interface ILive<TWanted> : IDisposable where TWanted : struct, IEquatable<TWanted>
{
    /// <summary>
    /// Asked when the component, or what else it was made for, was edited: whether it can go on with these settings, which it then takes; false when
    /// it must be made anew. Where they are wrong it throws, as making it does, and goes on as it was.
    /// </summary>
    bool Takes(in TWanted wanted);

    /// <summary>Records its part of the frame; waits for nothing and allocates nothing.</summary>
    void Run(Frame frame);
}

/// <summary>What a running side was made for beside its own component: other components, as they were then.</summary>
public interface IBeside
{
    /// <summary>Whether they still are so. Asked every frame: allocates nothing.</summary>
    bool IsAsItWas(World world, Entity entity);
}
