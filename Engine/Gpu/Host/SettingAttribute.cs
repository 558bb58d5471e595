// What is declared about a setting, beside its name, type and default value.
namespace Engine;

/// <summary>
/// On a property of <see cref="Settings"/>: people may set it, as a field of a component in scene files and as an option of a verb. What stands here
/// is all that they and the library need to know of it.
/// </summary>
/// <param name="description">One sentence, or more, for people: the help of the verb's option.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    /// <summary>One sentence, or more, for people.</summary>
    public string Description => description;

    /// <summary>The least possible value of a number.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest possible value of a number.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>What people call it where that is not the property's name: <c>Layer</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The verb's option where that is not its name: <c>--smooth</c>.</summary>
    public string? Option { get; init; }

    /// <summary>What is written after the option, as help shows it: <c>PICTURE</c>; null for what the type says.</summary>
    public string? Form { get; init; }

    /// <summary>What happens where nothing is given, if the default value does not say it: <c>half a square</c>.</summary>
    public string? Usual { get; init; }
}

/// <summary>
/// On a property of <see cref="Settings"/> or of a component: plans are compiled for its value, so that another value needs other plans. All else is
/// a value that running plans take.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CompiledAttribute : Attribute;
