import com.jetbrains.plugin.structure.base.plugin.PluginCreationFail;
import com.jetbrains.plugin.structure.base.plugin.PluginCreationSuccess;
import com.jetbrains.plugin.structure.intellij.plugin.IdePlugin;
import com.jetbrains.plugin.structure.intellij.plugin.IdePluginManager;
import java.nio.file.Path;

/** {@code StructureCheck <zip>}: prints the result of the checker; exit code 1 if it fails. */
class StructureCheck {
  public static void main(String[] arguments) {
    var result = IdePluginManager.createManager().createPlugin(Path.of(arguments[0]));
    if (result instanceof PluginCreationFail<?> fail) {
      fail.getErrorsAndWarnings().forEach(problem -> System.out.println(problem.getLevel() + " " + problem.getMessage()));
      System.exit(1);
    }
    var success = (PluginCreationSuccess<IdePlugin>) result;
    success.getWarnings().forEach(problem -> System.out.println(problem.getLevel() + " " + problem.getMessage()));
    success.getUnacceptableWarnings().forEach(problem -> System.out.println(problem.getLevel() + " " + problem.getMessage()));
    IdePlugin plugin = success.getPlugin();
    System.out.println(plugin.getPluginId() + " " + plugin.getPluginVersion() + " since " + plugin.getSinceBuild() + " until " + plugin.getUntilBuild());
    System.exit(0);
  }
}
