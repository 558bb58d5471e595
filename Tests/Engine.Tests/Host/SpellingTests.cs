// The word that was probably meant.
namespace Engine.Tests;

public sealed class SpellingTests
{
    [TestCase("kitten", "sitting", 3)]
    [TestCase("ab", "ba", 1)]
    [TestCase("", "abc", 3)]
    [TestCase("same", "same", 0)]
    public void Distance_counts_edits_and_swaps(string a, string b, int edits) => Assert.That(Spelling.Distance(a, b), Is.EqualTo(edits));

    [TestCase("fieldOfVeiw", "fieldOfView")]
    [TestCase("POSITION", "position")]
    [TestCase("qqqqqq", null)]
    public void Nearest_finds_what_was_meant_or_nothing(string word, string? expected) =>
        Assert.That(Spelling.Nearest(word, ["position", "rotation", "fieldOfView"]), Is.EqualTo(expected));
}
