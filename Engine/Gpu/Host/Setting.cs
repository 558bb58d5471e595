// One declared setting: how it is called, read, written and kept within its range.
using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Engine;

/// <summary>A property with a <see cref="SettingAttribute"/>.</summary>
public sealed class Setting
{
    private readonly PropertyInfo property;
    private readonly SettingAttribute declared;

    // Every start of the program comes by here: what few need is found when they ask.
    internal Setting(PropertyInfo property, SettingAttribute declared) => (this.property, this.declared) = (property, declared);

    /// <summary>The property's name.</summary>
    public string Property => property.Name;

    /// <summary>As scene files write it: <c>octaveScale</c>.</summary>
    public string Name => char.ToLowerInvariant(Said[0]) + Said[1..];

    /// <summary>As a verb's option: <c>--octave-scale</c>.</summary>
    public string Option => declared.Option ?? $"--{Apart(Said, '-')}";

    /// <summary>As sentences say it: <c>octave scale</c>.</summary>
    public string Words => Apart(Said, ' ');

    /// <summary>What it holds.</summary>
    public Type Type => property.PropertyType;

    /// <summary>What it is, for people.</summary>
    public string Description => declared.Description;

    /// <summary>What is written after its option; null for what the type says.</summary>
    public string? Form => declared.Form;

    /// <summary>What happens where nothing is given; null where the default value says it.</summary>
    public string? Usual => declared.Usual;

    /// <summary>Whether plans are compiled for its value.</summary>
    public bool IsCompiled => property.IsDefined(typeof(CompiledAttribute), inherit: false);

    /// <summary>The possible values of a number (<c>1 to 12</c>); null where all are.</summary>
    public string? Range => Limits.Text;

    /// <summary>The possible values of a number.</summary>
    public Limits Limits => new(declared.Least, declared.Most);

    /// <summary>Its value.</summary>
    public object? Of(Settings settings) => property.GetValue(settings);

    /// <summary>The nearest possible value: the same one where it is possible.</summary>
    public object? Within(object? value) => value switch
    {
        int n => (int)Limits.Within(n),
        float x => (float)new Limits((float)declared.Least, (float)declared.Most).Within(x),
        Vector2 v => new Vector2((float)Within(v.X)!, (float)Within(v.Y)!),
        _ => value,
    };

    /// <summary>A value from its text, of a class that is <see cref="IParsable{TSelf}"/>.</summary>
    /// <exception cref="FormatException">The text says no such value.</exception>
    public static object Parse(string text, Type type)
    {
        try
        {
            var parse = typeof(Setting).GetMethod(nameof(ParseAs), BindingFlags.NonPublic | BindingFlags.Static)!;
            return parse.MakeGenericMethod(type).Invoke(null, [text])!;
        }
        catch (TargetInvocationException error) when (error.InnerException is FormatException or ArgumentException)
        {
            throw new FormatException(error.InnerException.Message, error.InnerException);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Only for a copy that nobody else has seen yet.</summary>
    internal void Write(Settings copy, object? value) => property.SetValue(copy, value);

    private string Said => declared.Name ?? property.Name;

    private static object ParseAs<T>(string text) where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    private static string Apart(string name, char between) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"{between}{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
