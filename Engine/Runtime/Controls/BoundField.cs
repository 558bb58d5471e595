// The field of another entity's component that a control shows and writes.
using System.Linq.Expressions;
using System.Reflection;

namespace Engine;

/// <summary>Reads without allocating, in every frame; writes as the scene's file does, through the same fields.</summary>
/// <param name="world">Where the target lives.</param>
/// <param name="target">The entity.</param>
/// <param name="component">Its component, as scene files know it.</param>
/// <param name="name">The field's name there.</param>
/// <param name="held">The field.</param>
internal abstract class BoundField(World world, Entity target, SceneComponent component, string name, SceneField held)
{
    /// <summary><c>Component.field</c>, for messages.</summary>
    public string Name => $"{component.Name}.{name}";

    /// <summary>The field.</summary>
    public SceneField Field => held;

    /// <summary>Whether the target still is there and has the component.</summary>
    public bool IsThere => target != Entity.Null && World.IsAlive(target) && HasComponent;

    /// <summary>A number; not a number where it holds none.</summary>
    public abstract double Number { get; }

    /// <summary>True or false; false where it holds something else.</summary>
    public abstract bool Flag { get; }

    /// <summary>Its value as scene files write it; made anew only where it changed.</summary>
    public abstract string Text { get; }

    protected World World => world;

    protected Entity Target => target;

    protected abstract bool HasComponent { get; }

    /// <summary>Finds <c>Component.field</c>, or a field alone, of an entity.</summary>
    /// <exception cref="InvalidOperationException">There is none; begins with <paramref name="who"/> asks.</exception>
    public static BoundField Find(App app, Entity target, string path, string who)
    {
        var world = app.World;
        if (target == Entity.Null || !world.IsAlive(target))
            throw new InvalidOperationException($"{who} says no entity whose component it changes; write target: NAME");
        var name = world.NameOf(target);
        if (path.Length == 0)
            throw new InvalidOperationException($"{who} says no field of {name}; write field: Component.field");
        var here = app.Components.Values.Where(c => world.Has(target, c.Type)).ToArray();
        var (dot, word) = (path.IndexOf('.'), path[(path.IndexOf('.') + 1)..]);
        var component = dot < 0 ? Only(here, word, name, who) : Array.Find(here, c => c.Name == path[..dot])
            ?? throw new InvalidOperationException(
                $"{who}: {name} has no component '{path[..dot]}'{Spelling.Hint(path[..dot], [.. here.Select(c => c.Name)])}");
        var field = component.Find(word) ?? throw new InvalidOperationException(
            $"{who}: {component.Name} of {name} has no field '{word}'{Spelling.Hint(word, component.Fields)}");
        var type = typeof(BoundField<,>).MakeGenericType(component.Type, field.Type);
        return (BoundField)Activator.CreateInstance(type, world, target, component, word, field)!;
    }

    /// <summary>Writes a number, the nearest that the field holds.</summary>
    public void Write(double number)
    {
        var value = Numbers.Near(number, held.Type);
        if (Convert.ToDouble(value) != Number)
            Put(value);
    }

    /// <summary>Writes true or false.</summary>
    public void Write(bool flag)
    {
        if (flag != Flag)
            Put(flag);
    }

    /// <summary>Writes what a word says.</summary>
    /// <exception cref="SceneException">It says no value of the field.</exception>
    public void Write(string word, string who)
    {
        var value = Parse(word, who);
        if (SceneValue.Word(value, held.Type) != Text)
            Put(value);
    }

    /// <summary>What a word says.</summary>
    /// <exception cref="SceneException">It says no value of the field.</exception>
    public object? Parse(string word, string who) => SceneValue.Parse(word, held.Type, (component.Name, name), who);

    private void Put(object? value)
    {
        var edited = world.Get(target, component.Type)!;
        held.Set(edited, value);
        world.Set(target, edited);
    }

    private static SceneComponent Only(SceneComponent[] here, string field, string name, string who)
    {
        var with = here.Where(c => c.Has(field)).ToArray();
        return with.Length switch
        {
            1 => with[0],
            0 => throw new InvalidOperationException(
                $"{who}: no component of {name} has a field '{field}'{Spelling.Hint(field, [.. here.SelectMany(c => c.Fields).Distinct()])}"),
            _ => throw new InvalidOperationException(
                $"{who}: {string.Join(" and ", with.Select(c => c.Name))} of {name} have a field '{field}'; write field: {with[0].Name}.{field}"),
        };
    }
}

/// <inheritdoc/>
internal sealed class BoundField<TComponent, TValue>(World world, Entity target, SceneComponent component, string name, SceneField held)
    : BoundField(world, target, component, name, held) where TComponent : struct
{
    private readonly Reader read = Compile(held);
    private TValue? last;
    private string? text;

    private delegate TValue Reader(ref TComponent component);

    private delegate TSettings Holder<TSettings>(ref TComponent component);

    /// <inheritdoc/>
    public override double Number => Numbers.Of(Value);

    /// <inheritdoc/>
    public override bool Flag => typeof(TValue) == typeof(bool) && (bool)(object)Value!;

    /// <inheritdoc/>
    public override string Text
    {
        get
        {
            var now = Value;
            if (text is null || !IsSame(now))
                (last, text) = (now, SceneValue.Word(now, typeof(TValue)));
            return text;
        }
    }

    protected override bool HasComponent => World.Has<TComponent>(Target);

    private TValue Value => read(ref World.Get<TComponent>(Target));

    // Lists are compared by reference before they are by value, as that may allocate.
    private bool IsSame(TValue now) =>
        (!typeof(TValue).IsValueType && ReferenceEquals(now, last)) || EqualityComparer<TValue>.Default.Equals(now, last);

    // Reflection boxes what it reads: a delegate of the field's own type does not.
    private static Reader Compile(SceneField field)
    {
        if (field.Holder is { } holder)
        {
            var through = typeof(BoundField<TComponent, TValue>).GetMethod(nameof(Through), BindingFlags.NonPublic | BindingFlags.Static)!;
            return (Reader)through.MakeGenericMethod(holder.PropertyType).Invoke(null, [holder, field.Member])!;
        }
        if (field.Member is PropertyInfo property)
            return property.GetMethod!.CreateDelegate<Reader>();
        var component = Expression.Parameter(typeof(TComponent).MakeByRefType());
        return Expression.Lambda<Reader>(Expression.Field(component, (FieldInfo)field.Member), component).Compile();
    }

    private static Reader Through<TSettings>(PropertyInfo holder, PropertyInfo setting)
    {
        var held = holder.GetMethod!.CreateDelegate<Holder<TSettings>>();
        var value = setting.GetMethod!.CreateDelegate<Func<TSettings, TValue>>();
        return (ref TComponent component) => value(held(ref component));
    }
}
