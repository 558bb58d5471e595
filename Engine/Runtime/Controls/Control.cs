// A control that runs: what mouse and keyboard do to it, and how it looks.
using System.Numerics;

namespace Engine;

/// <summary>How a control is being used in a frame.</summary>
[Flags]
internal enum Looks
{
    None = 0,
    Hovered = 1,
    Pressed = 2,
    Focused = 4,
}

/// <summary>
/// The running side of a control, whatever its kind. All of an app are led by its <see cref="ControlSet"/>; places are in design units.
/// </summary>
internal abstract class Control
{
    /// <summary>Left top corner.</summary>
    public abstract Vector2 Position { get; }

    /// <summary>Width and height.</summary>
    public abstract Vector2 Size { get; }

    /// <summary>Whether it takes all that is typed while it has the keyboard.</summary>
    public virtual bool TakesText => false;

    /// <summary>Whether a place is on it.</summary>
    public bool Holds(Vector2 at) => at.X >= Position.X && at.Y >= Position.Y && at.X < Position.X + Size.X && at.Y < Position.Y + Size.Y;

    /// <summary>The mouse's button goes down on it.</summary>
    public virtual void Down(Vector2 at)
    {
    }

    /// <summary>The mouse moves while its button is held.</summary>
    public virtual void Drag(Vector2 at)
    {
    }

    /// <summary>The button that went down on it goes up.</summary>
    public virtual void Up(bool inside)
    {
    }

    /// <summary>The wheel turns above it; up is positive.</summary>
    public virtual void Wheel(float steps)
    {
    }

    /// <summary>A key or a character while it has the keyboard.</summary>
    public virtual void Take(in Stroke stroke, bool shift)
    {
    }

    /// <summary>It gets the keyboard.</summary>
    public virtual void Enter()
    {
    }

    /// <summary>It gives the keyboard up, by Esc where cancelled.</summary>
    public virtual void Leave(bool cancelled)
    {
    }

    /// <summary>Once in every frame, after mouse and keyboard.</summary>
    public virtual void Tick()
    {
    }

    /// <summary>Adds what is seen of it.</summary>
    public abstract void Draw(Overlay overlay, Looks looks);

    /// <summary>The ring around what has the keyboard.</summary>
    protected static void Ring(Overlay overlay, Vector2 position, Vector2 size, float radius, Looks looks)
    {
        if (looks.HasFlag(Looks.Focused))
            overlay.Ring(position - new Vector2(3), size + new Vector2(6), radius + 3, 2, Palette.Accent);
    }
}

/// <summary>The running side of one kind of control.</summary>
/// <param name="app">Whose.</param>
/// <param name="entity">Which entity's.</param>
/// <param name="kind">Word for messages.</param>
internal abstract class Control<TWanted>(App app, Entity entity, string kind) : Control, ILive<TWanted>
    where TWanted : struct, IControl, IEquatable<TWanted>
{
    /// <inheritdoc/>
    public override Vector2 Position => Wanted.Position;

    /// <inheritdoc/>
    public override Vector2 Size => Wanted.Size;

    /// <summary>Whether its field is there to be shown and changed.</summary>
    protected bool IsOn => Bound?.IsThere == true;

    protected App App => app;

    protected Input Input => app.Input;

    protected TWanted Wanted { get; private set; }

    /// <summary>The field; null where it needs none.</summary>
    protected BoundField? Bound { get; private set; }

    /// <summary>How messages name it.</summary>
    protected string Who => $"{kind} {app.World.NameOf(entity)}";

    /// <inheritdoc/>
    public bool Takes(in TWanted edited)
    {
        if (edited.Size is not { X: > 0, Y: > 0 })
            throw new InvalidOperationException($"{Who} has a size of {edited.Size.X} × {edited.Size.Y}; both must be above 0");
        var bound = !NeedsField(edited) ? null
            : IsOn && edited.Target == Wanted.Target && edited.Field == Wanted.Field ? Bound
            : BoundField.Find(app, edited.Target, edited.Field, Who);
        Check(edited, bound);
        (Wanted, Bound) = (edited, bound);
        ControlSet.Of(app).Change(this);
        return true;
    }

    /// <summary>Nothing: controls act together, as what one has no other gets.</summary>
    public void Run(Frame frame)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => ControlSet.Of(app).Remove(this);

    /// <summary>Whether it changes a field.</summary>
    protected virtual bool NeedsField(in TWanted wanted) => true;

    /// <summary>Refuses what is wrong; takes what follows from it.</summary>
    protected abstract void Check(in TWanted wanted, BoundField? bound);

    /// <summary>The sentence about a field that holds something else.</summary>
    protected InvalidOperationException Unfit(BoundField bound, string wants) =>
        new($"{Who}: {bound.Name} holds {Content(bound.Field.Type)}, and a {kind} wants {wants}");

    private static string Content(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) ? "true or false" : type == typeof(string) ? "a text" : type.IsEnum ? "one of some words"
            : SceneValue.IsNumber(type) ? "a number" : type == typeof(Entity) ? "an entity"
            : SceneValue.IsOneWord(type) ? "a text" : "several values";
    }
}
