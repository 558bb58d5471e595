// Options of the methods that make pictures: ascents, inversions, attacks, grids.
using System.CommandLine;

namespace CnnCompute;

/// <summary>Options that several of them share; 0 stands for each method's own default.</summary>
internal sealed class UnderstandingSettings
{
    private const int MostSteps = 100_000;
    private readonly Option<int> steps = new("--steps") { Description = "Steps of maximise (256), invert (200) and pgd (20).", HelpName = "N" };
    private readonly Option<float> rate = new("--rate") { Description = "Adam's rate for maximise and invert. [default: 0.05]", HelpName = "RATE" };
    private readonly Option<int> seed = new("--seed") { Description = "Of the noise that maximise, invert and pgd start from.", HelpName = "N" };

    private readonly Option<bool> pixels = new("--pixels") { Description = "maximise, invert: change pixels instead of frequencies in decorrelated colours." };

    /// <summary>For the verb.</summary>
    public IEnumerable<Option> Options => [steps, rate, seed, pixels];

    /// <summary>Whether pixels are changed instead of frequencies.</summary>
    public bool Pixels(ExplainTask task) => task.Result.GetValue(pixels);

    /// <summary>As given, or the default.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public int Steps(ExplainTask task, int usual) => task.Result.GetValue(steps) switch
    {
        0 => usual,
        > 0 and <= MostSteps and var given => given,
        var given => throw new ArgumentException($"--steps {given}: a number from 1 to {MostSteps} is needed"),
    };

    /// <summary>As given, or the default.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public float Rate(ExplainTask task, float usual) => task.Result.GetValue(rate) switch
    {
        0 => usual,
        > 0 and <= 100 and var given => given,
        var given => throw new ArgumentException($"--rate {given}: a number up to 100 is needed"),
    };

    /// <summary>As given.</summary>
    public int Seed(ExplainTask task) => task.Result.GetValue(seed);
}
