// Which declared settings the methods of `cnn explain` take.
using System.CommandLine;

namespace CnnCompute;

/// <summary>Options of one command; methods that declare the same one share it.</summary>
internal sealed class ExplainSettings
{
    private const float UsualEpsilon = 4;
    private readonly VerbSettings all = new();

    /// <summary>Adds them in the order of the help.</summary>
    public ExplainSettings()
    {
        Attribution = all.Add(AttributionOptions.Live, without: nameof(AttributionOptions.Method));
        Heat = all.Add(HeatOptions.Usual);
        Maximise = all.Add(new VisualizerOptions(), "maximise");
        Invert = all.Add(new InversionOptions(), "invert");
        Fgsm = all.Add(Attack.Fgsm(UsualEpsilon), "fgsm", nameof(Attack.Steps), nameof(Attack.Seed));
        Pgd = all.Add(Attack.Pgd(UsualEpsilon), "pgd");
        Features = all.Add(new FeatureGrid(ColourMap.Viridis, Normalise: FeatureNormalisation.Unit), "features",
            nameof(FeatureGrid.Columns), nameof(FeatureGrid.First), nameof(FeatureGrid.Count));
    }

    /// <summary>Of heat maps; their layer and objective are those of other methods too.</summary>
    public SettingOptions<AttributionOptions> Attribution { get; }

    /// <summary>Of their pictures.</summary>
    public SettingOptions<HeatOptions> Heat { get; }

    /// <summary>Of ascents.</summary>
    public SettingOptions<VisualizerOptions> Maximise { get; }

    /// <summary>Of inversions.</summary>
    public SettingOptions<InversionOptions> Invert { get; }

    /// <summary>Of attacks in one step.</summary>
    public SettingOptions<Attack> Fgsm { get; }

    /// <summary>Of attacks in many steps.</summary>
    public SettingOptions<Attack> Pgd { get; }

    /// <summary>Of tiles.</summary>
    public SettingOptions<FeatureGrid> Features { get; }

    /// <summary>For the verb.</summary>
    public IEnumerable<Option> Options => all.Options;
}
