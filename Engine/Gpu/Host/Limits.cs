// The range of a number that people give, and the one sentence about what lies outside of it.
using System.Globalization;

namespace Engine;

/// <summary>The possible values of a setting.</summary>
/// <param name="Least">The smallest; minus infinity where there is none.</param>
/// <param name="Most">The largest; infinity where there is none.</param>
public readonly record struct Limits(double Least, double Most)
{
    /// <summary>As messages and helps say it (<c>1 to 12</c>); null where everything is possible.</summary>
    public string? Text => (double.IsFinite(Least), double.IsFinite(Most)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"{Least:0.######} to {Most:0.######}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"at least {Least:0.######}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"at most {Most:0.######}"),
        _ => null,
    };

    /// <summary>The nearest possible value; not a number is less than nothing, so it becomes what it cannot be below.</summary>
    public double Within(double value) =>
        double.IsNegativeInfinity(Least) && double.IsPositiveInfinity(Most) ? value : value >= Least ? Math.Min(value, Most) : Least;

    /// <summary>The nearest possible value; <paramref name="said"/> gets a sentence where it is another one.</summary>
    /// <param name="words">What the setting is called in sentences.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="said">Takes the sentence.</param>
    public int Take(string words, int asked, ICollection<string> said) => (int)Take(words, (double)asked, said);

    /// <inheritdoc cref="Take(string, int, ICollection{string})"/>
    public float Take(string words, float asked, ICollection<string> said)
    {
        // A float's own digits, not those of the double it becomes.
        var taken = asked >= (float)Least ? MathF.Min(asked, (float)Most) : (float)Least;
        if (taken != asked)
            said.Add(Sentence(words, asked.ToString(CultureInfo.InvariantCulture), taken.ToString(CultureInfo.InvariantCulture)));
        return taken;
    }

    /// <summary>The sentence about a value that was asked for and the one that is taken.</summary>
    internal string Sentence(string words, string asked, string taken) => $"{words} {asked} is not possible; {taken} is taken ({Text})";

    private double Take(string words, double asked, ICollection<string> said)
    {
        var taken = Within(asked);
        if (taken != asked)
            said.Add(Sentence(words, asked.ToString(CultureInfo.InvariantCulture), taken.ToString(CultureInfo.InvariantCulture)));
        return taken;
    }
}
