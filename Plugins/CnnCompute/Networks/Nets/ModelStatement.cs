// What a user says of a model that its file does not, or says otherwise.
namespace CnnCompute;

/// <summary>Statements that count more than what the file says.</summary>
/// <param name="Norm">How bytes become input; null for what the file says.</param>
/// <param name="Scores">What its scores are.</param>
/// <param name="Output">The output that holds classes; empty for the one that looks like it.</param>
public sealed record ModelStatement(PixelNorm? Norm = null, ScoreForm Scores = ScoreForm.Auto, string Output = "")
{
    /// <summary>Reads the texts of options or of a component; empty or null ones say nothing.</summary>
    /// <exception cref="ArgumentException">One cannot be read.</exception>
    public static ModelStatement Of(string? norm, string? scores = null, string? output = null) =>
        new(norm is { Length: > 0 } text ? PixelNorm.Parse(text) : null, ScoreForms.Parse(scores ?? ""), output ?? "");
}
