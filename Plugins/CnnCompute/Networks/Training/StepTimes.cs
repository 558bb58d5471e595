// Where the time of a training's thread goes.
namespace CnnCompute;

/// <summary>What the training's thread waited for, or did, over some steps.</summary>
/// <param name="Loader">Waiting for the loader: pictures are decoded too slowly where it is much.</param>
/// <param name="Upload">Copying batches and recording.</param>
/// <param name="Device">Waiting for the device, which is what a training should do most.</param>
public readonly record struct StepTimes(TimeSpan Loader, TimeSpan Upload, TimeSpan Device)
{
    /// <summary>All together.</summary>
    public TimeSpan Total => Loader + Upload + Device;

    /// <summary>The share of the loader, 0 to 1; 0 before the first step.</summary>
    public double LoaderShare => Share(Loader);

    /// <summary>The share of the upload.</summary>
    public double UploadShare => Share(Upload);

    /// <summary>The share of the device.</summary>
    public double DeviceShare => Share(Device);

    private double Share(TimeSpan part) => Total > TimeSpan.Zero ? part / Total : 0;
}
